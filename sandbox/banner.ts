import { publicPath } from '../contract/routes/index.ts';
import { FAULTS, faultStatus, faultUsername } from '../scenarios/faults.ts';
import type { Sandbox } from './sandbox.ts';

/** Single quotes hold everything in a POSIX shell but themselves. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const curl = (...words: string[]): string => ['  curl -i', ...words].join(' ');

/** What `npm start` says when all is up. Each curl line works when pasted. */
export function banner({ url, documentationUrl, expiredToken, user, docs }: Sandbox): string {
  const names = FAULTS.map(faultUsername);
  const width = Math.max(...names.map(({ length }) => length));
  return [
    '',
    `Chordian Auth sandbox  ${url}`,
    '',
    `  API            ${url}${publicPath('login')} …`,
    `  Page           ${url}/  sign in, and try every error`,
    `  Documentation  ${documentationUrl}${docs.building ? '  (being built)' : ''}`,
    '',
    `  Username       ${user.username}`,
    `  Password       ${user.password}`,
    '',
    'Sign in:',
    curl(
      `-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(user))}`,
      url + publicPath('login'),
    ),
    '',
    'Use an expired JWT:',
    curl(`-H 'Authorization: Bearer ${expiredToken}'`, url + publicPath('session')),
    '',
    'Fault credentials, with the same password and any domain:',
    ...FAULTS.map(
      (fault, index) =>
        `  ${names[index]?.padEnd(width)}  ${faultStatus(fault)} ${fault.code.padEnd(23)}  ${fault.description}`,
    ),
    '',
    'State is kept; "npm start -- --fresh" forgets it. Ctrl-C ends everything.',
    '',
  ].join('\n');
}
