import { cookieName } from '../../contract/cookies.ts';
import { REQUEST_TOO_LARGE } from '../../contract/gateway.ts';
import * as limits from '../../contract/limits.ts';
import { METRICS } from '../../contract/metrics.ts';
import { BASE_PATH, ROUTES } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';

/**
 * The values that a page may quote, as in `{{ SESSION.lifetime as duration }}`. Pages need no copies
 * of numbers.
 */
const FACTS: Readonly<Record<string, unknown>> = {
  ...limits,
  METRICS,
  BASE_PATH,
  ROUTES,
  TEST_USER,
  REQUEST_TOO_LARGE,
  COOKIE: { https: cookieName('refresh', 'https'), http: cookieName('refresh', 'http') },
};

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Formats seconds in the largest unit that divides them: 900 is `15 minutes`. */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, candidate]) => seconds % candidate === 0) ?? ['second', 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  duration,
  milliseconds: (value) => duration(value / 1_000),
  kibibytes: (value) => `${value / 1_024} KiB`,
  mebibytes: (value) => `${value / 1_024 ** 2} MiB`,
};

/**
 * Replaces the names of values in a page with the values of the contract.
 * @throws {TypeError} if a name or format does not exist. This fails the build.
 */
export const insertFacts = (text: string): string =>
  text.replaceAll(
    /\{\{\s*([A-Z]\w*(?:\.\w+)*)(?:\s+as\s+(\w+))?\s*\}\}/g,
    (_, path: string, format?: string) => {
      const value = path
        .split('.')
        .reduce<unknown>(
          (parent, key) => (parent as Record<string, unknown> | undefined)?.[key],
          FACTS,
        );
      if (format === undefined && (typeof value === 'string' || typeof value === 'number')) {
        return String(value);
      }
      const show = format === undefined ? undefined : FORMATS[format];
      if (typeof value !== 'number' || show === undefined) {
        throw new TypeError(`the contract has no {{ ${path}${format ? ` as ${format}` : ''} }}`);
      }
      return show(value);
    },
  );
