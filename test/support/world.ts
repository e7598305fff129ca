import type { CookieKind } from '../../contract/cookies.ts';
import { VALIDATION } from '../../contract/limits.ts';
import type { AuditEvent } from '../../contract/metrics.ts';
import type { MfaSetting } from '../../contract/mfa.ts';
import type { User } from '../../contract/schemas/index.ts';
import type { AppEvent } from '../../functions/core/app-events/app-events.ts';
import type { ChallengeAnswers } from '../../functions/core/challenges/challenge-answers.ts';
import { challengeIssuer } from '../../functions/core/challenges/issue-challenge.ts';
import { type DeviceEntry, deviceCookies } from '../../functions/core/devices/device-cookie.ts';
import type { Attempts } from '../../functions/core/login/attempts.ts';
import type { SignIn } from '../../functions/core/login/sign-in.ts';
import { signInCodeReader } from '../../functions/core/mail-door/mailed-code.ts';
import type { Notice } from '../../functions/core/notices/notices.ts';
import { lazyRevalidation } from '../../functions/core/revocation/lazy-revalidation.ts';
import type { RevalidationRequests } from '../../functions/core/revocation/revalidation-requests.ts';
import type { LookedUpUser, UserLookup } from '../../functions/core/revocation/user-lookup.ts';
import { type IdleTimeout, idleTimeout } from '../../functions/core/sessions/idle.ts';
import { networkFingerprints } from '../../functions/core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../../functions/core/sessions/refresh-token.ts';
import { sealer } from '../../functions/core/sessions/sealer.ts';
import type { SessionLimit } from '../../functions/core/sessions/session-limit.ts';
import type {
  Session,
  SessionKey,
  SessionStore,
} from '../../functions/core/sessions/session-store.ts';
import type { Revalidation, Revocation } from '../../functions/core/sessions/upstream-session.ts';
import type { Input, Reply } from '../../functions/core/use-case.ts';
import { frozenClock } from './clock.ts';
import { fixedKeys } from './keys.ts';
import { memoryAttempts } from './memory-attempts.ts';
import { memoryChallenges } from './memory-challenges.ts';
import { memorySessions } from './memory-sessions.ts';
import { memoryUserSessions } from './memory-user-sessions.ts';
import { memoryValidations } from './memory-validations.ts';
import { sessionJwts } from './session-jwts.ts';

export const USER: User = {
  sub: 'b2c7-sub',
  username: 'b2c7-name',
  email: 'test@example.com',
  groups: ['staff'],
};
/** The device that a login makes known. */
export const DEVICE_ENTRY: DeviceEntry = {
  account: 'a'.repeat(43),
  nonce: 'n'.repeat(22),
  issuedAt: 1_772_366_400,
};
export const UPSTREAM_TOKEN = 'upstream-refresh-token';
export const ISSUER = 'https://auth.example.com';
export const AUDIENCE = 'chordian';

/** Every port to the upstream identity provider. */
export type Identity = SignIn & ChallengeAnswers & Revalidation & Revocation;

/**
 * Returns all ports of the use cases, in memory, with a frozen clock and a record of calls.
 * `start` is the clock's first instant, in ISO 8601. `challengeLifetime` is in seconds.
 */
export function world({
  start,
  challengeLifetime = 300,
}: {
  start?: string;
  challengeLifetime?: number;
} = {}) {
  const clock = frozenClock(start);
  const keys = fixedKeys('k1');
  const audits: { event: AuditEvent; fields: Readonly<Record<string, unknown>> }[] = [];
  const events: string[] = [];
  const settled: string[] = [];
  const reported: unknown[] = [];
  const upstreamCalls: string[] = [];
  const upstream: Identity = {
    signIn: async () => ({ user: USER, refreshToken: UPSTREAM_TOKEN }),
    answer: async () => ({ user: USER, refreshToken: UPSTREAM_TOKEN }),
    revalidate: async () => USER,
    revoke: async () => {},
  };
  // Reads the method of `upstream` on every call, so that a test can replace it at any time.
  const identity: Identity = {
    signIn: (username, password, policy) => {
      upstreamCalls.push(['signIn', username, password].join(' '));
      return upstream.signIn(username, password, policy);
    },
    answer: (challenge, answer, policy) => {
      upstreamCalls.push(['answer', challenge.name, answer.value].join(' '));
      return upstream.answer(challenge, answer, policy);
    },
    revalidate: (...args) => record('revalidate', args, upstream.revalidate),
    revoke: (...args) => record('revoke', args, upstream.revoke),
  };
  function record<Args extends readonly string[], Result>(
    name: string,
    args: Args,
    call: (...args: Args) => Promise<Result>,
  ): Promise<Result> {
    upstreamCalls.push([name, ...args].join(' '));
    return call(...args);
  }
  const attempts: Attempts = {
    begin: async () => ({
      devices: [DEVICE_ENTRY],
      succeeded: async () => {
        settled.push('succeeded');
        return true;
      },
      failed: async (error) => {
        settled.push('failed');
        return error;
      },
    }),
  };
  const audit = (
    event: AuditEvent,
    fields: Readonly<Record<string, string | number | undefined>>,
  ) => {
    audits.push({ event, fields });
    events.push(fields.reason === undefined ? event : `${event}: ${fields.reason}`);
  };
  const report = (error: unknown) => {
    reported.push(error);
  };
  const requested: SessionKey[] = [];
  const requests: RevalidationRequests = {
    send: async (keys) => void requested.push(...keys),
  };
  const users: UserLookup = {
    lookUp: async (): Promise<LookedUpUser> => ({ allowed: true, user: USER }),
  };
  const published: AppEvent[] = [];
  const noticed: Notice[] = [];
  const sessions = memorySessions();
  const attemptStore = memoryAttempts();
  const issuePorts = {
    challengeStore: memoryChallenges(attemptStore),
    keys,
    challengeLifetime,
    totpIssuer: 'Example',
    audit,
    clock,
  };
  return {
    sessions,
    userSessions: memoryUserSessions(sessions),
    validations: memoryValidations(sessions),
    /** The upstream's directory of users. A test may replace its method. */
    users,
    /** The bus of requests for confirmations. A test may replace its method. */
    requests,
    /** The sessions whose confirmation was requested. */
    requested,
    freshness: lazyRevalidation(
      { requests, audit, report },
      { requestAfter: VALIDATION.requestAfter, expireAfter: VALIDATION.expireAfter },
    ),
    appEvents: {
      publish: async (event: AppEvent | undefined): Promise<void> => {
        if (event) published.push(event);
      },
    },
    /** The events for the customer's app. */
    published,
    notices: {
      send: async (notice: Notice | undefined): Promise<void> => {
        if (notice) noticed.push(notice);
      },
    },
    /** The notices to users. */
    noticed,
    identity,
    attempts,
    ...issuePorts,
    attemptStore,
    challenges: challengeIssuer(issuePorts),
    passwordRules: { minLength: 8 },
    readSignInCode: signInCodeReader({ keys, clock }),
    devices: deviceCookies({ keys, clock }),
    idle: idleTimeout(undefined) as IdleTimeout,
    sessionLimit: undefined as SessionLimit | undefined,
    names: 'email' as const,
    mfa: 'optional' as MfaSetting,
    jwts: sessionJwts({ keys, clock, issuer: ISSUER, audience: AUDIENCE }),
    refreshTokens: refreshTokens(keys),
    sealer: sealer(keys),
    networks: networkFingerprints(keys),
    audit,
    report,
    /** The behaviour of the upstream. A test may replace its methods. */
    upstream,
    upstreamCalls,
    /** Audit events as they were recorded. */
    audits,
    /** Audit events with their reasons, as text. */
    events,
    /** The reported outcomes of attempts. */
    settled,
    reported,
  };
}

export type World = ReturnType<typeof world>;

/** Creates a session as a login does, with its first refresh token and its JWT. */
export async function signedIn(
  ports: Pick<World, 'clock' | 'jwts' | 'networks' | 'refreshTokens' | 'sealer'> & {
    sessions: SessionStore;
  },
  { upstream, ...change }: Partial<Session> & { upstream?: string } = {},
): Promise<{ session: Session; refreshToken: string; jwt: string }> {
  const now = ports.clock.seconds();
  const key = { sub: USER.sub, sid: 'session-1', ...change };
  const session: Session = {
    counter: 1,
    createdAt: now,
    startedAtMs: ports.clock(),
    expiresAt: now + 30 * 86_400,
    authenticatedAt: now,
    amr: ['pwd'],
    validatedAt: now,
    rotatedAt: now,
    user: USER,
    device: undefined,
    client: undefined,
    network: await ports.networks.fingerprint(EMPTY_INPUT.address),
    ...key,
  };
  const sealed = upstream ?? (await ports.sealer.seal(UPSTREAM_TOKEN, session));
  await ports.sessions.create(session, sealed);
  return {
    session,
    refreshToken: await ports.refreshTokens.mint(session),
    jwt: await ports.jwts.sign(session),
  };
}

const EMPTY_INPUT = {
  body: undefined,
  refreshTokens: [],
  deviceCookies: [],
  challengeCookies: [],
  authorization: undefined,
  userAgent: undefined,
  origins: [],
  address: '192.0.2.1',
} as const;

type BodilessInput = Input<'refresh'> & Input<'logout'>;

/** Returns the input of a use case that reads no body. Missing parts are empty. */
export const input = (given: Partial<Omit<BodilessInput, 'body'>>): BodilessInput => ({
  ...EMPTY_INPUT,
  ...given,
});

/** Returns the cookie of a kind that a use case sets. */
export function cookieOf({ cookies = [] }: Reply, kind: CookieKind) {
  const cookie = cookies.find((candidate) => candidate.kind === kind);
  if (!cookie || 'clear' in cookie) throw new Error(`the reply sets no ${kind} cookie`);
  return cookie;
}
