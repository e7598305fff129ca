/**
 * Shows who is signed in and where, and signs in if necessary. It keeps the session for its next
 * run: `node account.js`. `node account.js logout` ends the session.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AuthError, createAuthClient } from 'chordian-auth-client';
import { withCookies } from 'chordian-auth-client/cookies';

const {
  AUTH_URL = 'http://localhost:3000',
  AUTH_USERNAME: username,
  AUTH_PASSWORD: password,
  AUTH_HOME = join(homedir(), '.chordian-auth-example'),
} = process.env;

/** Keeps the refresh token in a file that only the user may read. */
const storage = {
  getItem: (key) => readFile(fileOf(key), 'utf8').catch(() => null),
  async setItem(key, value) {
    await mkdir(AUTH_HOME, { recursive: true, mode: 0o700 });
    await writeFile(fileOf(key), value, { mode: 0o600 });
  },
};
const fileOf = (key) => join(AUTH_HOME, encodeURIComponent(key));

const auth = createAuthClient({ baseUrl: AUTH_URL, fetch: withCookies({ storage }) });

async function main() {
  let state = await auth.restore();
  if (process.argv[2] === 'logout') {
    await auth.logout();
    return 'Signed out';
  }
  if (state.status === 'signed_out') state = await auth.login({ username, password });
  if (state.status === 'loading') throw state.error;
  if (state.status === 'challenge') return `Another step is needed: ${state.challenge.name}`;
  const { sessions } = await auth.listSessions();
  return `Signed in as ${state.user.email}, sessions: ${sessions.length}`;
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  if (!(error instanceof AuthError)) throw error;
  process.stderr.write(`${error.code}: ${error.message} (${error.action})\n`);
  process.exitCode = 1;
}
