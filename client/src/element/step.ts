import type { Child } from './dom.ts';

/** What a user types, by the name of the field. */
export type Values = Readonly<Record<string, string>>;

export interface Field {
  name: string;
  label: string;
  /** Tells password managers what the field is (HTML: "Autofill"). */
  autocomplete: string;
  type?: 'text' | 'password';
  inputmode?: 'email' | 'numeric' | 'text';
  value?: string | undefined;
  isReadOnly?: boolean;
  /** A choice instead of a text. */
  options?: readonly { value: string; label: string }[];
}

/** A button beside the form. */
export interface Link {
  text: string;
  /** What screen readers say instead of the text, where several buttons have the same. */
  label?: string;
  /** The fields that must be filled in before. Defaults to none. */
  needs?: readonly Field[];
  run(values: Values): unknown;
}

/** An entry of a list. */
export interface Item {
  title: string;
  detail: string;
  links?: readonly Link[];
}

/** What a panel shows: a heading, texts, a form and further buttons. */
export interface Step {
  /** The panel is drawn anew when the key changes. */
  key: string;
  heading: string;
  /** News that the step begins with, for example that the session has expired. */
  notice?: string | undefined;
  /** Describes the first field that the user fills in. */
  hint?: string | undefined;
  content?: readonly Child[];
  items?: readonly Item[];
  fields?: readonly Field[];
  /** The text of the button that runs the step. */
  submit?: string;
  run?(values: Values): unknown;
  links?: readonly Link[];
}
