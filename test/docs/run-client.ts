import { AuthError, Session } from '../../docs/samples/client.ts';
import { browserFetch } from './browser-fetch.ts';

/**
 * Runs the TypeScript client as a command, like the clients in the other languages:
 * `CHORDIAN_URL=… node run-client.ts USERNAME PASSWORD`.
 */
const [username = '', password = ''] = process.argv.slice(2);
globalThis.fetch = browserFetch(process.env.CHORDIAN_URL ?? '');

const session = new Session();
try {
  await session.login(username, password);
  const { user } = await session.request<{ user: { email: string } }>('/api/auth/session');
  console.log(user.email);
  await session.logout();
} catch (error) {
  if (!(error instanceof AuthError)) throw error;
  console.error(`${error.code}: ${error.message} (${error.details.action})`);
  process.exitCode = 1;
}
