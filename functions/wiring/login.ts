import { TIMEOUTS } from '../../contract/limits.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { cognitoSignIn } from '../adapters/cognito/sign-in.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { attempts } from '../core/login/attempts.ts';
import { login } from '../core/login/login.ts';
import type { Handler } from '../http/endpoint.ts';
import { audit } from '../http/observe.ts';
import { chooseAddress } from './address.ts';
import { buildCognito } from './cognito.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';
import { buildSessionPorts } from './session-ports.ts';

export const createLoginHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('login', { login }, (environment) => {
    const open = buildSecrets(timeouts);
    const keys = buildServiceKeys(environment, open);
    const cognito = buildCognito(environment, open, timeouts);
    const captchas = altchaCaptchas({ keys, clock: Date.now });
    const store = dynamoAttempts(databaseClient(timeouts), environment.ATTEMPTS_TABLE);
    return {
      ports: {
        ...buildSessionPorts(environment, { keys, open }, timeouts),
        identity: cognitoSignIn(cognito, timeouts.cognitoMs),
        attempts: attempts({ store, captchas, keys, audit, clock: Date.now }),
      },
      settings: {
        ...buildHttpSettings(environment),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
