/**
 * The frame of every operators' command. It exits with status 0 if the command succeeded or printed
 * its usage, with 1 if it failed, and with 2 if it was called with wrong options.
 */

import { explain, oneLine } from './explain.ts';
import {
  HELP,
  type Options,
  parseOptions,
  type Usage,
  UsageError,
  usageText,
  type Values,
} from './usage.ts';

export interface Command<O extends Options> extends Usage<O> {
  /**
   * @returns what the command prints, with `failed` if the command exits with 1 all the same.
   * @throws {UsageError} if the options do not go together.
   * @throws {Error} with a message for the operator: what is wrong, and what to do.
   */
  run(values: Values<O>): Promise<string | Report>;
}

export interface Report {
  text: string;
  failed: boolean;
}

export interface Result {
  status: 0 | 1 | 2;
  stdout: string;
  stderr: string;
}

/** Runs a command without a process of its own. */
export async function execute<O extends Options>(
  command: Command<O>,
  args: readonly string[],
): Promise<Result> {
  try {
    const { help, ...values }: Values<typeof HELP> = parseOptions(
      { ...command.options, ...HELP },
      args,
    );
    const printed = help ? usageText(command) : await command.run(values as Values<O>);
    const { text, failed } =
      typeof printed === 'string' ? { text: printed, failed: false } : printed;
    return { status: failed ? 1 : 0, stdout: `${text}\n`, stderr: '' };
  } catch (error) {
    if (error instanceof UsageError) {
      const stderr = `${oneLine(error.message)}\n\n${usageText(command)}\n`;
      return { status: 2, stdout: '', stderr };
    }
    return { status: 1, stdout: '', stderr: `${explain(error)}\n` };
  }
}

/** Runs a command with the arguments of this process. */
export const runCommand = async <O extends Options>(command: Command<O>): Promise<void> =>
  finish(await execute(command, process.argv.slice(2)));

/** Prints a result and sets the status of this process. */
export function finish({ status, stdout, stderr }: Result): void {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
