/** The frame of a script with several commands. The first argument selects one. */

import { type Command, execute, finish, type Result } from './command.ts';
import { columns, type Options } from './usage.ts';

export interface Commands {
  /** The script in package.json. */
  script: string;
  /** What the commands are for. */
  summary: string;
  /** By name. */
  commands: Readonly<Record<string, Command<Options>>>;
}

/** Runs one of the commands without a process of its own. */
export async function executeOneOf(all: Commands, args: readonly string[]): Promise<Result> {
  const [name, ...rest] = args;
  if (name === '--help') return { status: 0, stdout: `${overview(all)}\n`, stderr: '' };
  const command = Object.entries(all.commands).find(([each]) => each === name)?.[1];
  if (command !== undefined) return execute(command, rest);
  const line = name === undefined ? 'Name a command.' : `There is no command "${name}".`;
  return { status: 2, stdout: '', stderr: `${line}\n\n${overview(all)}\n` };
}

/** Runs the command that the arguments of this process name. */
export const runOneOf = async (all: Commands): Promise<void> =>
  finish(await executeOneOf(all, process.argv.slice(2)));

const overview = ({ script, summary, commands }: Commands): string =>
  [
    summary,
    '',
    `Usage: npm run ${script} -- COMMAND OPTIONS`,
    '',
    'Commands:',
    ...columns(Object.entries(commands).map(([name, each]) => [name, each.summary])),
    '',
    `For the options of a command: npm run ${script} -- COMMAND --help`,
  ].join('\n');
