import type { RouteName } from '../contract/routes/index.ts';
import type { Handler } from './gateway/invoke.ts';

/**
 * The functions as they are deployed. Each reads its environment when it is imported, so that must
 * be complete by then.
 */
export async function loadHandlers(): Promise<Record<RouteName, Handler>> {
  const [login, refresh, logout, session, captcha] = await Promise.all([
    import('../functions/login.ts'),
    import('../functions/refresh.ts'),
    import('../functions/logout.ts'),
    import('../functions/session.ts'),
    import('../functions/captcha.ts'),
  ]);
  return {
    login: login.handler,
    refresh: refresh.handler,
    logout: logout.handler,
    session: session.handler,
    captcha: captcha.handler,
  };
}
