import { describe, expect, test } from '@jest/globals';
import { type Command, execute } from '../../../operations/frame/command.ts';
import { UsageError } from '../../../operations/frame/usage.ts';

const options = {
  colour: { value: 'COLOUR', description: 'The new colour.' },
  dry: { description: 'Change nothing.' },
} as const;

const paint: Command<typeof options> = {
  script: 'paint',
  summary: 'Paints the shed.',
  options,
  examples: [{ args: '--colour green', does: 'paints it green' }],
  run: async ({ colour, dry }) => `${colour ?? 'no colour'}, ${dry ? 'dry' : 'wet'}`,
};

const USAGE = `Paints the shed.

Usage: npm run paint -- OPTIONS

Options:
  --colour COLOUR  The new colour.
  --dry            Change nothing.
  --help           Print this text.

Examples:
  # paints it green
  npm run paint -- --colour green
`;

/** The command, failing. */
const failing = (error: unknown): Command<typeof options> => ({
  ...paint,
  run: async () => {
    throw error;
  },
});

describe('a command exits with 0', () => {
  test.each([
    [[], 'no colour, wet'],
    [['--colour', 'red'], 'red, wet'],
    [['--colour=-1', '--dry'], '-1, dry'],
  ])('and prints its result if called with %j', async (args, line) => {
    expect(await execute(paint, args)).toEqual({ status: 0, stdout: `${line}\n`, stderr: '' });
  });

  test.each([[['--help']], [['--colour', 'red', '--help']]])(
    'and prints its usage to stdout if called with %j',
    async (args) => {
      const help = { status: 0, stdout: USAGE, stderr: '' };
      expect(await execute(paint, args)).toEqual(help);
      expect(await execute(failing(new Error('must not run')), args)).toEqual(help);
    },
  );
});

test('a command exits with 1 and prints its result to stdout if the result says so', async () => {
  const check: Command<typeof options> = {
    ...paint,
    run: async () => ({ text: 'wet', failed: true }),
  };
  expect(await execute(check, [])).toEqual({ status: 1, stdout: 'wet\n', stderr: '' });
});

describe('a command exits with 2 and prints one line and its usage to stderr', () => {
  test.each([
    ['an unknown option', ['--color', 'red'], "Unknown option '--color'"],
    ['an option without its value', ['--colour'], "Option '--colour <value>' argument missing"],
    [
      'an option in place of a value',
      ['--colour', '--dry'],
      "Option '--colour' argument is ambiguous. Did you forget to specify the option argument for '--colour'? To specify an option argument starting with a dash use '--colour=-XYZ'.",
    ],
    ['a switch with a value', ['--dry=yes'], "Option '--dry' does not take an argument"],
    [
      'a word that is not an option',
      ['red'],
      "Unexpected argument 'red'. This command does not take positional arguments",
    ],
    ['an empty value', ['--colour', ''], '--colour must not be empty.'],
  ])('for %s', async (_, args, line) => {
    expect(await execute(paint, args)).toEqual({
      status: 2,
      stdout: '',
      stderr: `${line}\n\n${USAGE}`,
    });
  });

  test('if the command refuses how options are combined', async () => {
    expect(await execute(failing(new UsageError('Name a colour.')), [])).toEqual({
      status: 2,
      stdout: '',
      stderr: `Name a colour.\n\n${USAGE}`,
    });
  });
});

describe('a command exits with 1 and prints one line to stderr', () => {
  test.each([
    [
      'an error',
      new Error('The shed is locked. Bring the key.'),
      /^The shed is locked. Bring the key.$/,
    ],
    ['a mistake in its code', new TypeError('x is undefined'), /^TypeError: x is undefined$/],
    ['a message of several lines', new Error('The shed\n  is locked.\n'), /^The shed is locked.$/],
    ['what is not an error', 'locked', /^locked$/],
    ['nothing', undefined, /^undefined$/],
  ])('for %s', async (_, error, line) => {
    const { stderr, ...rest } = await execute(failing(error), []);
    expect(rest).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/\n$/);
    expect(stderr.trimEnd()).toMatch(line);
  });
});
