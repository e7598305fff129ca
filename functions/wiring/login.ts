import { TIMEOUTS } from '../../contract/limits.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { cognitoSignIn } from '../adapters/cognito/sign-in.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import { attempts } from '../core/login/attempts.ts';
import { login } from '../core/login/login.ts';
import type { Handler } from '../http/endpoint.ts';
import { audit, report } from '../http/observe.ts';
import { chooseAddress } from './address.ts';
import { buildCognito } from './cognito.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';
import { buildSessionLimit } from './session-limit.ts';
import { buildSessionPorts, buildSigner } from './session-ports.ts';

export const createLoginHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('login', { login }, (environment) => {
    const open = buildSecrets(timeouts);
    const keys = buildServiceKeys(environment, open);
    const cognito = buildCognito(environment, open, timeouts);
    const captchas = altchaCaptchas({ keys, clock: Date.now });
    const devices = deviceCookies({ keys, clock: Date.now });
    const store = dynamoAttempts(databaseClient(timeouts), environment.ATTEMPTS_TABLE);
    return {
      ports: {
        ...buildSessionPorts(environment, keys, timeouts),
        jwts: buildSigner(environment, open),
        identity: cognitoSignIn(cognito, timeouts.cognitoMs),
        attempts: attempts({
          store,
          captchas,
          devices,
          keys,
          audit,
          report,
          clock: Date.now,
        }),
        devices,
        names: environment.NAMES,
        sessionLimit: buildSessionLimit(environment, timeouts),
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
