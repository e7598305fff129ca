import type { AuthError } from '../errors.ts';
import type { Translate } from './texts/texts.ts';

/** What went wrong, in words of the user. */
export interface Problem {
  lines: readonly string[];
  /** Fields that can be the cause. The first of them that the form has is marked. */
  fields: readonly string[];
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  INVALID_CREDENTIALS: ['password'],
  WRONG_PASSWORD: ['password'],
  PASSWORD_REJECTED: ['new_password'],
  INVALID_CODE: ['code'],
  CODE_EXPIRED: ['code'],
};

/** Explains an error. The service's own message is in English, so it is not shown. */
export function explain(error: unknown, translate: Translate): Problem {
  if (!isAuthError(error)) {
    // The browser's own errors about passkeys have texts, too.
    const text = translate.optional(`error.${(error as Partial<Error> | undefined)?.name}`);
    if (text === undefined) reportError(error);
    return { lines: [text ?? translate('error.other')], fields: [] };
  }
  const { code, action, requestId, retryAfter } = error;
  const {
    rules = [],
    min_length,
    field,
  } = error.details as {
    rules?: readonly string[];
    min_length?: number;
    field?: string;
  };
  const broken = rules.flatMap((rule) => translate.optional(`rule.${rule}`, { min_length }) ?? []);
  const text =
    translate.optional(`error.${code}.${field}`) ??
    translate.optional(`error.${code}`) ??
    translate(action === 'retry' ? 'error.retry' : 'error.other');
  return {
    lines: [
      ...(broken.length > 0 ? broken : [text]),
      ...(retryAfter ? [translate('retryAfter', { time: duration(retryAfter, translate) })] : []),
      ...(action === 'reset_password' ? [translate('resetInstead')] : []),
      ...(requestId ? [translate('requestId', { id: requestId })] : []),
    ],
    fields: FIELDS[code] ?? (field === 'password' ? ['new_password', field] : field ? [field] : []),
  };
}

/** Not `instanceof`: the client of the page may come from another copy of the package. */
const isAuthError = (error: unknown): error is AuthError =>
  error instanceof Error && error.name === 'AuthError';

/** Formats seconds. From two minutes on, in minutes. */
function duration(seconds: number, translate: Translate): string {
  const isLong = seconds >= 120;
  return new Intl.NumberFormat(translate('language'), {
    style: 'unit',
    unit: isLong ? 'minute' : 'second',
    unitDisplay: 'long',
  }).format(Math.ceil(isLong ? seconds / 60 : seconds));
}
