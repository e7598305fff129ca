import { ENGLISH } from './english.ts';
import type { MailKind, MailTexts } from './mail-texts.ts';

/** A mail in its two forms. */
export interface Mail {
  subject: string;
  html: string;
  text: string;
}

export interface MailOptions {
  /** A `locale` (OpenID Connect Core section 5.1), such as `de` or `pt-BR`. Defaults to English. */
  language?: string | undefined;
  /** The name of the customer's service, which the subject begins with. */
  service?: string | undefined;
  /** What the texts contain. Values are escaped in HTML. */
  values?: Readonly<Partial<Record<'code' | 'username' | 'device', string>>>;
  /** Defaults to the languages of this folder. */
  languages?: Readonly<Record<string, MailTexts>>;
}

/** The texts by the language's primary subtag, or by the whole tag in lower case. */
export const LANGUAGES: Readonly<Record<string, MailTexts>> = { en: ENGLISH };

/** Composes a mail in the language of its reader, or else in English. */
export function composeMail(
  kind: MailKind,
  { language, service, values = {}, languages = LANGUAGES }: MailOptions = {},
): Mail {
  const texts = findTexts(language, languages);
  const { subject, paragraphs } = texts[kind];
  const known: Readonly<Record<string, string | undefined>> = {
    device: texts.unknownDevice,
    ...values,
  };
  const fill = (text: string, toText: (value: string) => string) =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => toText(known[name] ?? ''));
  return {
    subject: service === undefined ? subject : `${service}: ${subject}`,
    html: paragraphs.map((text) => `<p>${fill(text, escapeHtml)}</p>`).join('\n'),
    text: paragraphs.map((text) => fill(text, (value) => value)).join('\n\n'),
  };
}

function findTexts(
  language: string | undefined,
  languages: Readonly<Record<string, MailTexts>>,
): MailTexts {
  const tag = (language ?? '').trim().toLowerCase().replaceAll('_', '-');
  const [primary = ''] = tag.split('-', 1);
  const found = [tag, primary].find((key) => Object.hasOwn(languages, key));
  return (found === undefined ? undefined : languages[found]) ?? ENGLISH;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
