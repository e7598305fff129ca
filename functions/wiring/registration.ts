import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/registration.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoSignUp } from '../adapters/cognito/sign-up.ts';
import { confirmSignUp } from '../core/registration/confirm-sign-up.ts';
import { resendCode } from '../core/registration/resend-code.ts';
import { signUp } from '../core/registration/sign-up.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildAnnouncements, buildEventBus } from './event-bus.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildMailDoorPorts } from './mail-door.ts';

export const createRegistrationHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('registration', routes, { signUp, confirmSignUp, resendCode }, (environment) => {
    const access = buildAccess(environment, timeouts);
    return {
      ports: {
        ...buildMailDoorPorts(environment, access),
        ...buildAnnouncements(environment, buildEventBus(environment, timeouts)),
        identity: cognitoSignUp(access.cognito, environment.USER_POOL_ID, {
          mailMs: timeouts.cognitoMs,
          callMs: timeouts.cognitoAccountMs,
        }),
        attributes: environment.USER_ATTRIBUTES,
      },
      settings: {
        ...buildHttpSettings(environment, access.keys),
        readAddress: chooseAddress(environment, access.open),
      },
    };
  });
