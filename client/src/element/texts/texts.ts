import { en } from './en.ts';

/** A key of a text that the elements always have. */
export type TextKey = keyof typeof en;

/**
 * The texts of an element. Those that are missing are English. Further keys are possible, for
 * example `attribute.custom:team`, or the code of any error, `error.FORBIDDEN`.
 */
export type Texts = Readonly<
  Partial<Record<TextKey, string>> & Record<`${string}.${string}`, string>
>;

/** Returns the text of a key. `undefined` if a further key has none. */
export interface Translate {
  (key: TextKey, values?: Values): string;
  optional(key: string, values?: Values): string | undefined;
}

type Values = Readonly<Record<string, string | number | undefined>>;

export function createTranslate(texts: Texts): Translate {
  const all: Readonly<Record<string, string>> = { ...en, ...texts };
  const optional = (key: string, values: Values = {}) =>
    Object.hasOwn(all, key)
      ? all[key]?.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
      : undefined;
  return Object.assign((key: TextKey, values?: Values) => optional(key, values) ?? '', {
    optional,
  });
}
