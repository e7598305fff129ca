import { describe, expect, test } from '@jest/globals';
import { executeOneOf } from '../../../operations/frame/commands.ts';
import { USERS } from '../../../operations/users/commands.ts';
import { run } from '../run.ts';

const NAME_THE_USER = 'Name the user by --username.';
const NAME_ONE = 'Name the user by --username or by --sub.';
const ONE_OF_BOTH = 'Give either --password-stdin or --show-password.';
const JANE = ['--username', 'jane@example.com'];

test.each([
  ['no command', [], 'Name a command.'],
  ['a command that does not exist', ['promote', ...JANE], 'There is no command "promote".'],
  ['an option in place of the command', ['--username', 'a'], 'There is no command "--username".'],
  ['a name that every object has', ['constructor'], 'There is no command "constructor".'],
])('prints one line and the commands for %s', async (_, args, line) => {
  const { status, stdout, stderr } = await run('users', args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n\nShows and changes users.')[0]).toBe(line);
});

test('prints the commands if asked', async () => {
  const { status, stdout, stderr } = await executeOneOf(USERS, ['--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const listed = [...stdout.matchAll(/^ {2}([a-z-]+) +\S/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(USERS.commands));
});

/** Nothing was opened: there is neither a sandbox nor AWS. */
describe.each([
  ...[
    ...['show', 'invite', 'create', 'disable', 'enable', 'reset-password', 'reset-factors'],
    ...['unlock', 'groups', 'add-to-group', 'remove-from-group', 'delete'],
  ].map((command) => [command, [], NAME_THE_USER] as const),
  ['sessions', [], NAME_ONE],
  ['sessions', [...JANE, '--sub', 'a'], NAME_ONE],
  ['end-sessions', [], NAME_ONE],
  ['end-sessions', ['--session', 'a'], NAME_ONE],
  ['end-sessions', ['--sub', 'a@b.c'], '--sub must be a UUID. Give a name by --username.'],
  ['add-to-group', JANE, 'Name the group by --group.'],
  ['remove-from-group', JANE, 'Name the group by --group.'],
  ['create', JANE, ONE_OF_BOTH],
  ['create', [...JANE, '--password-stdin', '--show-password'], ONE_OF_BOTH],
  ['reset-password', [...JANE, '--password-stdin', '--show-password'], ONE_OF_BOTH],
  ['invite', ['--username', 'jane'], 'The name is not an e-mail address. Give one by --email.'],
  ['create', [...JANE, '--password', 'hush'], "Unknown option '--password'"],
  ['list', ['--limit', '0'], '--limit must be a whole number from 1 to 999999, got "0".'],
  ['list', ['--limit', '1e3'], '--limit must be a whole number from 1 to 999999, got "1e3".'],
  ['disable', [...JANE, '--stack', ''], '--stack must not be empty.'],
  ['disable', ['--username', ''], '--username must not be empty.'],
] as const)('%s %j', (command, args, line) => {
  test('prints one line and its usage', async () => {
    const { status, stdout, stderr } = await executeOneOf(USERS, [command, ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toContain(line);
    expect(stderr).toContain(`Usage: npm run users -- ${command} OPTIONS`);
  });
});
