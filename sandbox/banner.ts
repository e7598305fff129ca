import { publicPath } from '../contract/routes/index.ts';
import { FAULTS, faultStatus, faultUsername } from '../scenarios/faults.ts';
import type { ScenarioUser } from '../scenarios/users.ts';
import type { Sandbox } from './sandbox.ts';

/** Quotes a text for a POSIX shell. Single quotes can contain any character but themselves. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const formatCurl = (...words: string[]): string => ['  curl -i', ...words].join(' ');

/** The text that `npm start` prints once the sandbox is ready. Its curl lines can be pasted. */
export function formatBanner(sandbox: Sandbox): string {
  const { url, documentationUrl, expiredToken, user, docs } = sandbox;
  return [
    '',
    `Chordian Auth sandbox  ${url}`,
    '',
    `  API            ${url}${publicPath('login')} …`,
    `  Page           ${url}/  (sign in and try every error)`,
    `  Mailbox        ${url}/sandbox/mailbox  (what Cognito and the service send)`,
    `  Documentation  ${documentationUrl}${docs.isBuilding ? '  (being built)' : ''}`,
    '',
    `  Username       ${user.username}`,
    `  Password       ${user.password}`,
    '',
    'Sign in:',
    formatCurl(
      `-H 'Content-Type: application/json' -d ${quote(JSON.stringify(user))}`,
      url + publicPath('login'),
    ),
    '',
    'Users, with their groups:',
    ...sandbox.users.map(formatUser),
    '  To add one: npm start -- --user NAME:PASSWORD[:GROUP,GROUP]',
    '',
    'Send an expired JWT:',
    formatCurl(`-H 'Authorization: Bearer ${expiredToken}'`, url + publicPath('session')),
    '',
    'Fault credentials (the password is the same, and any domain works):',
    ...formatFaults(),
    '',
    'The sandbox keeps its state between starts. To delete it: npm start -- --fresh',
    'To stop the sandbox: Ctrl-C',
    '',
  ].join('\n');
}

const formatUser = ({ username, password, groups }: ScenarioUser): string =>
  `  ${username}  ${password}  ${groups.length === 0 ? '(none)' : groups.join(', ')}`;

function formatFaults(): string[] {
  const usernames = FAULTS.map(faultUsername);
  const usernameWidth = Math.max(...usernames.map(({ length }) => length));
  const codeWidth = Math.max(...FAULTS.map(({ code }) => code.length));
  return FAULTS.map((fault) =>
    [
      '',
      faultUsername(fault).padEnd(usernameWidth),
      `${faultStatus(fault)} ${fault.code.padEnd(codeWidth)}`,
      fault.description,
    ].join('  '),
  );
}
