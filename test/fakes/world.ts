import type { AuditEvent } from '../../contract/metrics.ts';
import type { User } from '../../contract/schemas/index.ts';
import type { Attempts } from '../../functions/core/login/attempts.ts';
import type { Identity, Session } from '../../functions/core/ports.ts';
import { refreshTokens } from '../../functions/core/sessions/refresh-token.ts';
import { sealer } from '../../functions/core/sessions/sealer.ts';
import { sessionJwts } from '../../functions/core/sessions/session-jwt.ts';
import type { Input } from '../../functions/core/use-case.ts';
import { frozenClock } from '../support/clock.ts';
import { fixedKeys } from './keys.ts';
import { memorySessions } from './memory-sessions.ts';

export const USER: User = {
  sub: 'b2c7-sub',
  username: 'b2c7-name',
  email: 'test@example.com',
  groups: ['staff'],
};
export const UPSTREAM_TOKEN = 'upstream-refresh-token';
export const ISSUER = 'https://auth.example.com';
export const AUDIENCE = 'chordian';

/**
 * All that the use cases need, in memory, with a clock that stands still and a record of what
 * happened.
 */
export function world() {
  const clock = frozenClock();
  const keys = fixedKeys('k1');
  const events: string[] = [];
  const settled: string[] = [];
  const reported: unknown[] = [];
  const upstreamCalls: string[] = [];
  const upstream: Identity = {
    signIn: async () => ({ user: USER, refreshToken: UPSTREAM_TOKEN }),
    revalidate: async () => USER,
    revoke: async () => {},
  };
  // Looked up at every call, so that a test may change what the upstream says.
  const identity: Identity = {
    signIn: (...args) => note('signIn', args, upstream.signIn),
    revalidate: (...args) => note('revalidate', args, upstream.revalidate),
    revoke: (...args) => note('revoke', args, upstream.revoke),
  };
  function note<Args extends readonly string[], Result>(
    name: string,
    args: Args,
    call: (...args: Args) => Promise<Result>,
  ): Promise<Result> {
    upstreamCalls.push([name, ...args].join(' '));
    return call(...args);
  }
  const attempts: Attempts = {
    begin: async () => ({
      succeeded: async () => {
        settled.push('succeeded');
      },
      failed: async () => {
        settled.push('failed');
      },
    }),
  };
  return {
    clock,
    keys,
    sessions: memorySessions(),
    identity,
    attempts,
    jwts: sessionJwts({ keys, clock, issuer: ISSUER, audience: AUDIENCE }),
    refreshTokens: refreshTokens(keys),
    sealer: sealer(keys),
    audit: (event: AuditEvent, fields: Readonly<Record<string, string | number | undefined>>) => {
      events.push(fields.reason === undefined ? event : `${event}: ${fields.reason}`);
    },
    report: (error: unknown) => {
      reported.push(error);
    },
    /** What the upstream says; a test may replace it. */
    upstream,
    upstreamCalls,
    /** Audit events, with their reason. */
    events,
    /** How attempts were settled. */
    settled,
    reported,
  };
}

export type World = ReturnType<typeof world>;

/** A session as a login would have left it, and its first refresh token. */
export async function signedIn(
  of: World,
  change: Partial<Session> = {},
): Promise<{ session: Session; refreshToken: string; jwt: string }> {
  const now = of.clock.seconds();
  const key = { sub: USER.sub, sid: 'session-1', ...change };
  const session: Session = {
    counter: 1,
    createdAt: now,
    expiresAt: now + 30 * 86_400,
    validatedAt: now,
    rotatedAt: now,
    user: USER,
    upstream: await of.sealer.seal(UPSTREAM_TOKEN, key),
    ...key,
  };
  await of.sessions.create(session);
  return {
    session,
    refreshToken: await of.refreshTokens.mint(session),
    jwt: await of.jwts.sign(session),
  };
}

const NOTHING = {
  body: undefined,
  refreshTokens: [],
  authorization: undefined,
  address: '192.0.2.1',
} as const;

type Bodiless = Input<'refresh'> & Input<'logout'> & Input<'session'>;

/** The input of a use case that reads no body. */
export const input = (given: Partial<Omit<Bodiless, 'body'>>): Bodiless => ({
  ...NOTHING,
  ...given,
});
