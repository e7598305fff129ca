/** The options of a command, and the usage text that is made from them. */

import { parseArgs } from 'node:util';

/** An option of a command. */
export interface Option {
  /** Stands for the value in the usage text. An option without it is a switch. */
  value?: string;
  description: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The values in a call of a command. None is empty. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]?: O[Name] extends { value: string }
    ? string | undefined
    : boolean | undefined;
};

export interface Usage<O extends Options> {
  /** The script in package.json. */
  script: string;
  /** The first argument, if the script has several commands. */
  name?: string;
  /** What the command does. */
  summary: string;
  options: O;
  /** Calls for the usage text: their arguments, and what each does. */
  examples: readonly { args: string; does: string }[];
}

/** A call with wrong options. Its message is followed by the usage text. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The option that every command has. */
export const HELP = { help: { description: 'Print this text.' } } as const satisfies Options;

/** @throws {UsageError} if an argument is not an option of the command, or lacks its value. */
export function parseOptions<O extends Options>(options: O, args: readonly string[]): Values<O> {
  const types = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const values = parse(args, types);
  for (const [name, value] of Object.entries(values)) {
    // An unset variable of the shell must not turn a command for AWS into one for the sandbox.
    if (value === '') throw new UsageError(`--${name} must not be empty.`);
  }
  return values as Values<O>;
}

function parse(args: readonly string[], options: Record<string, { type: 'boolean' | 'string' }>) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

export function usageText<O extends Options>({
  script,
  name,
  summary,
  options,
  examples,
}: Usage<O>): string {
  const call = `npm run ${script} --${name === undefined ? '' : ` ${name}`}`;
  const rows = Object.entries({ ...options, ...HELP }).map(
    ([option, { value, description }]: [string, Option]) =>
      [value === undefined ? `--${option}` : `--${option} ${value}`, description] as const,
  );
  return [
    summary,
    '',
    `Usage: ${call} OPTIONS`,
    '',
    'Options:',
    ...columns(rows),
    '',
    'Examples:',
    ...examples.flatMap((example) => [`  # ${example.does}`, `  ${call} ${example.args}`]),
  ].join('\n');
}

/** Indents pairs of texts, and aligns the second ones. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
