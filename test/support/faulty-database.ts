/** The deployed handlers with a database that a test controls. All other services are healthy. */

import type { Timeouts } from '../../functions/adapters/clients.ts';
import { EMULATOR_TIMEOUTS } from '../../sandbox/timeouts.ts';
import { cookieIn } from './answer.ts';
import { startDeployment } from './deployment.ts';
import { lambdaContext, type RequestOptions, restEvent } from './event.ts';
import { type Behaviour, startUpstream, type Upstream } from './upstream.ts';

const body = '{"username":"test@example.com","password":"ValidPass123!"}';
/** Only a deadline can end a request: the function itself never runs out of time. */
const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 600_000 };

/** Starts all services and signs a user in. */
export async function startFaultyDatabase() {
  const aws = await startDeployment();
  const [{ createLoginHandler }, sessions] = await Promise.all([
    import('../../functions/wiring/login.ts'),
    import('../../functions/wiring/sessions.ts'),
  ]);
  const { env } = process;
  const started: Upstream[] = [];
  const signedIn = await createLoginHandler(EMULATOR_TIMEOUTS)(
    restEvent('login', { body }),
    context,
  );
  const { token } = JSON.parse(signedIn.body) as { token: string };
  const credentials: RequestOptions = {
    cookies: [cookieIn(signedIn)],
    headers: { Authorization: `Bearer ${token}` },
  };

  return {
    /** Returns calls of functions whose database behaves in this way. */
    async behaving(behave: Behaviour, timeouts: Timeouts = EMULATOR_TIMEOUTS) {
      const database = await startUpstream(behave);
      started.push(database);
      process.env = { ...env, AWS_ENDPOINT_URL_DYNAMODB: database.url };
      const [login, refresh, logout, session, authorize] = [
        createLoginHandler(timeouts),
        sessions.createRefreshHandler(timeouts),
        sessions.createLogoutHandler(timeouts),
        sessions.createSessionHandler(timeouts),
        sessions.createAuthorizerHandler(timeouts),
      ];
      return {
        database,
        login: () => login(restEvent('login', { ...credentials, body }), context),
        refresh: () => refresh(restEvent('refresh', credentials), context),
        logout: () => logout(restEvent('logout', credentials), context),
        session: () => session(restEvent('session', credentials), context),
        authorize: () =>
          authorize({
            ...restEvent('session', credentials),
            type: 'REQUEST',
            methodArn: 'arn:aws:execute-api:eu-west-1:1:api/api/GET/x',
          } as unknown as Parameters<typeof authorize>[0]),
      };
    },
    /** Ends what a test started. */
    async reset() {
      process.env = env;
      await Promise.all(started.splice(0).map((database) => database.stop()));
    },
    stop: () => aws.stop(),
  };
}
