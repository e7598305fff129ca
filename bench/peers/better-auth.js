/**
 * better-auth with its memory adapter. Passwords are not hashed, because Cognito does that for the
 * product. A refresh is a session request that renews the session, which is the nearest it has.
 */

import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';

const ORIGIN = 'https://auth.example.com';
const USER = { email: 'alice@example.com', password: 'correct horse battery' };

async function create(session) {
  const tables = { user: [], session: [], account: [], verification: [] };
  const auth = betterAuth({
    baseURL: ORIGIN,
    secret: 'a secret of at least thirty-two characters',
    database: memoryAdapter(tables),
    emailAndPassword: {
      enabled: true,
      password: {
        hash: async (text) => text,
        verify: async ({ hash, password }) => hash === password,
      },
    },
    session,
    rateLimit: { enabled: false },
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
  const post = (path, body) =>
    auth.handler(
      new Request(`${ORIGIN}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN },
        body: JSON.stringify(body),
      }),
    );
  const signedUp = await post('sign-up/email', { ...USER, name: 'Alice' });
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    async login() {
      // The memory adapter searches a list, which must not grow.
      tables.session.length = 1;
      const response = await post('sign-in/email', USER);
      if (response.status !== 200) throw new Error(await response.text());
    },
    async session() {
      const response = await auth.handler(
        new Request(`${ORIGIN}/api/auth/get-session`, { headers: { cookie, origin: ORIGIN } }),
      );
      const { user } = await response.json();
      if (user.email !== USER.email) throw new Error('no session');
    },
  };
}

const { login, session } = await create({});
const { session: refresh } = await create({ updateAge: 0 });

export const subject = { login, session, refresh };
