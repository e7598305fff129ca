import { DOCUMENTATION_URL } from '../../contract/errors/index.ts';
import { login } from '../../functions/core/login/login.ts';
import { logout } from '../../functions/core/sessions/logout.ts';
import { refresh } from '../../functions/core/sessions/refresh.ts';
import { session } from '../../functions/core/sessions/session.ts';
import type { UseCase } from '../../functions/core/use-case.ts';
import { createEndpoint, type HttpSettings } from '../../functions/http/endpoint.ts';
import type { World } from '../fakes/world.ts';

export const SETTINGS: HttpSettings = {
  documentationUrl: DOCUMENTATION_URL,
  allowedOrigins: [],
  scheme: 'https',
};

/** The real handlers over ports of a test. */
export const handlersOf = (ports: World, settings: Partial<HttpSettings> = {}) => ({
  login: createEndpoint('login', login, ports, { ...SETTINGS, ...settings }),
  refresh: createEndpoint('refresh', refresh, ports, { ...SETTINGS, ...settings }),
  logout: createEndpoint('logout', logout, ports, { ...SETTINGS, ...settings }),
  session: createEndpoint('session', session, ports, { ...SETTINGS, ...settings }),
});

/** A handler of `name` whose use case does as it is told. */
export const handlerOf = <N extends 'login' | 'refresh' | 'logout' | 'session' | 'captcha'>(
  name: N,
  act: UseCase<N, undefined>,
  settings: Partial<HttpSettings> = {},
) => createEndpoint(name, act, undefined, { ...SETTINGS, ...settings });
