import { DOCUMENTATION_URL } from '../../contract/errors/index.ts';
import { type RouteName, routeOf, takesBearer } from '../../contract/routes/index.ts';
import { challenge } from '../../functions/core/challenges/continue-sign-in.ts';
import { login } from '../../functions/core/login/login.ts';
import type { AuthenticatePorts } from '../../functions/core/sessions/authenticate.ts';
import { endOtherSessions, endOwnSession } from '../../functions/core/sessions/end-own-sessions.ts';
import { listSessions } from '../../functions/core/sessions/list-sessions.ts';
import { logout } from '../../functions/core/sessions/logout.ts';
import { refresh } from '../../functions/core/sessions/refresh.ts';
import { session } from '../../functions/core/sessions/session.ts';
import type { UseCase } from '../../functions/core/use-case.ts';
import type { EndpointPorts, Handler, HttpSettings } from '../../functions/http/endpoint.ts';
import { createEndpoint } from './endpoint.ts';
import { memorySessions } from './memory-sessions.ts';
import { USER, type World } from './world.ts';

export const SETTINGS: HttpSettings = {
  documentationUrl: DOCUMENTATION_URL,
  allowedOrigins: [],
  scheme: 'https',
};

/** Returns the real handlers over the ports of a test. */
export const handlersOf = (ports: World, settings: Partial<HttpSettings> = {}) => ({
  login: createEndpoint('login', login, ports, { ...SETTINGS, ...settings }),
  challenge: createEndpoint('challenge', challenge, ports, { ...SETTINGS, ...settings }),
  refresh: createEndpoint('refresh', refresh, ports, { ...SETTINGS, ...settings }),
  logout: createEndpoint('logout', logout, ports, { ...SETTINGS, ...settings }),
  session: createEndpoint('session', session, ports, { ...SETTINGS, ...settings }),
  listSessions: createEndpoint('listSessions', listSessions, ports, { ...SETTINGS, ...settings }),
  endSession: createEndpoint('endSession', endOwnSession, ports, { ...SETTINGS, ...settings }),
  endOtherSessions: createEndpoint('endOtherSessions', endOtherSessions, ports, {
    ...SETTINGS,
    ...settings,
  }),
});

/** The ports that let any Bearer token pass as the one of this session. */
const anyBearer: AuthenticatePorts = {
  clock: Date.now,
  idle: { isIdle: () => false },
  freshness: { check: async () => {} },
  jwts: { verify: async () => ({ sub: USER.sub, sid: 'session-1' }) },
  sessions: {
    ...memorySessions(),
    find: async (key) => ({
      ...key,
      counter: 1,
      createdAt: 0,
      startedAtMs: 0,
      expiresAt: Number.MAX_SAFE_INTEGER,
      authenticatedAt: 0,
      amr: ['pwd'],
      validatedAt: 0,
      rotatedAt: 0,
      user: USER,
      device: undefined,
      network: '',
      client: undefined,
    }),
  },
};

/** Returns the handler of a route with another use case. Bearer routes get a signed-in caller. */
export function handlerOf<N extends RouteName>(
  name: N,
  act: UseCase<N, unknown>,
  settings: Partial<HttpSettings> = {},
): Handler {
  const handler = createEndpoint(name, act, anyBearer as EndpointPorts<N>, {
    ...SETTINGS,
    ...settings,
  });
  if (!takesBearer(routeOf(name))) return handler;
  return ({ multiValueHeaders, ...event }, context) =>
    handler(
      { ...event, multiValueHeaders: { Authorization: ['Bearer token'], ...multiValueHeaders } },
      context,
    );
}
