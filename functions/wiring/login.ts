import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/session.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoSignIn } from '../adapters/cognito/sign-in.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { challengeIssuer } from '../core/challenges/issue-challenge.ts';
import { attempts } from '../core/login/attempts.ts';
import { login } from '../core/login/login.ts';
import type { Handler } from '../http/endpoint.ts';
import { audit, report } from '../http/observe.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildIssuePorts } from './challenge-ports.ts';
import { buildEventBus, buildNotices } from './event-bus.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildSessionLimit } from './session-limit.ts';
import { buildSessionPorts, buildSigner } from './session-ports.ts';

export const createLoginHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('login', { login: routes.login }, { login }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    const sessionPorts = buildSessionPorts(environment, access);
    const captchas = altchaCaptchas({ keys, clock: Date.now });
    return {
      ports: {
        ...sessionPorts,
        jwts: buildSigner(environment, open),
        identity: cognitoSignIn(cognito, timeouts.cognitoMs),
        attempts: attempts({
          store: dynamoAttempts(database, environment.ATTEMPTS_TABLE),
          captchas,
          devices: sessionPorts.devices,
          keys,
          audit,
          report,
          clock: Date.now,
        }),
        challenges: challengeIssuer(buildIssuePorts(environment, access)),
        names: environment.NAMES,
        mfa: environment.MFA,
        notices: buildNotices(environment, buildEventBus(environment, timeouts)),
        sessionLimit: buildSessionLimit(environment, database, timeouts),
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
