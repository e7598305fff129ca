/** The service over a real DynamoDB whose calls are counted and pass a gate. */

import { randomUUID } from 'node:crypto';
import { cookieName } from '../../contract/cookies.ts';
import { SESSION, TIMEOUTS, VALIDATION } from '../../contract/limits.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import type { Directory } from '../../functions/adapters/cognito/directory.ts';
import { cognitoUserLookup } from '../../functions/adapters/cognito/user-lookup.ts';
import { dynamoAttempts } from '../../functions/adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../../functions/adapters/dynamodb/challenges.ts';
import { dynamoSessions } from '../../functions/adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../../functions/adapters/dynamodb/user-sessions.ts';
import { dynamoValidations } from '../../functions/adapters/dynamodb/validations.ts';
import { challengeIssuer } from '../../functions/core/challenges/issue-challenge.ts';
import { AuthError } from '../../functions/core/error.ts';
import { attempts } from '../../functions/core/login/attempts.ts';
import type { UpstreamChallenge } from '../../functions/core/login/sign-in.ts';
import { lazyRevalidation } from '../../functions/core/revocation/lazy-revalidation.ts';
import { sessionLimit } from '../../functions/core/sessions/session-limit.ts';
import { sessionRow } from '../ports/sessions.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../support/dynamodb.ts';
import type { RequestOptions } from '../support/event.ts';
import { type Gate, gatedDatabase } from '../support/gated-database.ts';
import { handlersOf } from '../support/handlers.ts';
import { readIssued } from '../support/issued-challenge.ts';
import { canRunJava } from '../support/java.ts';
import { DEVICE_ENTRY, signedIn, USER, world } from '../support/world.ts';

/** AWS's own engine counts capacity as AWS describes it. It needs Java. */
export const isReal = canRunJava();
export const startDatabase = (): Promise<TestDatabase> =>
  isReal ? startDynamoDbLocal() : startDynalite();

/** Real ones of Cognito have about this length, which costs write units. */
const UPSTREAM_TOKEN = 'u'.repeat(1_800);

/** The request of a sign-in. */
export const LOGIN: RequestOptions = {
  body: JSON.stringify({ username: 'alice@example.com', password: 'correct horse' }),
};

/** The only right code. */
export const CODE = '123456';
/** Real handles of Cognito have about this length. */
export const CHALLENGE: UpstreamChallenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  parameters: {},
  username: USER.sub,
  handle: 'h'.repeat(1_550),
};

export type MeteredRoute = keyof ReturnType<typeof handlersOf>;

/** A user pool whose calls wait at the gate. */
function directoryBehind(gate: Pick<Gate, 'pass'>): Directory {
  const found = {
    Username: USER.username,
    Enabled: true,
    UserStatus: 'CONFIRMED',
    UserAttributes: [{ Name: 'sub', Value: USER.sub }],
    Groups: [],
  };
  const send = async (command: object) => {
    await gate.pass(command.constructor.name.replace('Command', ''));
    return found;
  };
  return { client: { send } as unknown as Directory['client'], userPoolId: 'pool' };
}

/**
 * Creates empty tables, and a session of a user in them.
 * @param maxSessions how many sessions a user may have. Defaults to no limit.
 */
export async function setUpService(
  database: TestDatabase,
  gate: Pick<Gate, 'pass'>,
  maxSessions?: number,
) {
  const names = { sessions: `sessions-${randomUUID()}`, attempts: `attempts-${randomUUID()}` };
  await createTable(database.client, 'sessions', names.sessions);
  await createTable(database.client, 'attempts', names.attempts);
  const { client, consumed } = gatedDatabase(database.client, gate);
  const ports = world();
  const { clock, keys } = ports;
  ports.upstream.signIn = async () => {
    await gate.pass('InitiateAuth');
    return { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  ports.upstream.answer = async (_challenge, { value }) => {
    await gate.pass('RespondToAuthChallenge');
    if (value !== CODE) throw new AuthError('INVALID_CODE');
    return { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  ports.upstream.revalidate = async () => {
    await gate.pass('InitiateAuth');
    return USER;
  };
  ports.upstream.revoke = () => gate.pass('RevokeToken');
  const freshness = lazyRevalidation(
    { ...ports, requests: { send: () => gate.pass('PutEvents') } },
    VALIDATION,
  );
  const captchas = altchaCaptchas({ keys, clock });
  const store = dynamoAttempts(client, names.attempts);
  const sessions = dynamoSessions(client, names.sessions);
  const userSessions = dynamoUserSessions(client, names.sessions);
  const issuePorts = (of: typeof client) => ({
    ...ports,
    challengeStore: dynamoChallenges(of, names.attempts) as (typeof ports)['challengeStore'],
  });
  const pending = await challengeIssuer(issuePorts(database.client)).issue({
    username: 'alice@example.com',
    amr: ['pwd'],
    device: DEVICE_ENTRY,
    upstream: CHALLENGE,
  });
  const handlers = handlersOf({
    ...issuePorts(client),
    challenges: challengeIssuer(issuePorts(client)),
    attemptStore: store,
    freshness,
    notices: { send: (notice) => (notice ? gate.pass('PutEvents') : Promise.resolve()) },
    appEvents: { publish: (event) => (event ? gate.pass('PutEvents') : Promise.resolve()) },
    sessions: sessions as (typeof ports)['sessions'],
    userSessions,
    sessionLimit:
      maxSessions === undefined
        ? undefined
        : sessionLimit({ ...ports, sessions, userSessions }, maxSessions),
    attempts: attempts({ ...ports, store, captchas }),
  });
  ports.users = cognitoUserLookup(directoryBehind(gate), TIMEOUTS.cognitoMs);
  const former = await signedIn(
    { ...ports, sessions: dynamoSessions(database.client, names.sessions) },
    { upstream: await ports.sealer.seal(UPSTREAM_TOKEN, { sub: USER.sub, sid: 'session-1' }) },
  );
  const background = {
    ...ports,
    sessions,
    validations: dynamoValidations(client, names.sessions),
  };
  return {
    consumed,
    handlers,
    clock,
    former,
    pending: readIssued(pending),
    upstream: ports.upstream,
    ports: background,
    sessionsTable: names.sessions,
  };
}

export type MeteredService = Awaited<ReturnType<typeof setUpService>>;

/** Stores further sessions of the user, which began a minute ago, with their upstream tokens. */
export async function addSessions(
  database: TestDatabase,
  { sessionsTable, ports }: MeteredService,
  count: number,
): Promise<void> {
  const store = dynamoSessions(database.client, sessionsTable);
  const startedAtMs = ports.clock() - 60_000;
  const validatedAt = ports.clock.seconds() - 60;
  const create = async (number: number) => {
    const session = sessionRow({
      sub: USER.sub,
      sid: `other-${number}`,
      startedAtMs,
      validatedAt,
      expiresAt: validatedAt + SESSION.lifetime,
    });
    await store.create(session, await ports.sealer.seal(UPSTREAM_TOKEN, session));
  };
  await Promise.all(Array.from({ length: count }, (_, number) => create(number)));
}

/** What a request of the signed-in user has: the refresh cookie, or the session JWT. */
export const cookieOf = ({ former }: Pick<MeteredService, 'former'>): RequestOptions => ({
  cookies: [`${cookieName('refresh', 'https')}=${former.refreshToken}`],
});
export const bearerOf = ({ former }: Pick<MeteredService, 'former'>): RequestOptions => ({
  headers: { Authorization: `Bearer ${former.jwt}` },
});
