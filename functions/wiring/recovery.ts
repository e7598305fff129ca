import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/recovery.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoRecovery } from '../adapters/cognito/recovery.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../adapters/dynamodb/user-sessions.ts';
import { passwordAttempts } from '../core/login/password-attempts.ts';
import { forgotPassword } from '../core/recovery/forgot-password.ts';
import { resetPassword } from '../core/recovery/reset-password.ts';
import { sealer } from '../core/sessions/sealer.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildAnnouncements, buildEventBus } from './event-bus.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildMailDoorPorts } from './mail-door.ts';

export const createRecoveryHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('recovery', routes, { forgotPassword, resetPassword }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    const mailDoorPorts = buildMailDoorPorts(environment, access);
    return {
      ports: {
        ...mailDoorPorts,
        passwords: passwordAttempts({ ...mailDoorPorts, attemptStore: mailDoorPorts.store }),
        ...buildAnnouncements(environment, buildEventBus(environment, timeouts)),
        sessions: dynamoSessions(database, environment.SESSIONS_TABLE),
        userSessions: dynamoUserSessions(database, environment.SESSIONS_TABLE),
        sealer: sealer(keys),
        identity: {
          ...cognitoRecovery(cognito, environment.USER_POOL_ID, {
            mailMs: timeouts.cognitoMs,
            callMs: timeouts.cognitoAccountMs,
          }),
          ...cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        },
        names: environment.NAMES,
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
