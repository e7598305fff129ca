import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/passwordless.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoEmailCodes } from '../adapters/cognito/email-codes.ts';
import { cognitoPasskeyChallenges } from '../adapters/cognito/passkey-challenges.ts';
import { dynamoChallenges } from '../adapters/dynamodb/challenges.ts';
import { passwordless } from '../core/passwordless/passwordless.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildMailDoor } from './mail-door.ts';

export const createPasswordlessHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('passwordless', routes, { passwordless }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    return {
      ports: {
        ...buildMailDoor(environment, access),
        emailCodes: cognitoEmailCodes(cognito, environment.USER_POOL_ID, timeouts.cognitoMs),
        passkeyChallenges: cognitoPasskeyChallenges(
          cognito,
          environment.USER_POOL_ID,
          timeouts.cognitoMs,
        ),
        methods: {
          emailCode: environment.EMAIL_CODES === 'on',
          relyingParty: environment.RELYING_PARTY,
        },
        challengeStore: dynamoChallenges(database, environment.ATTEMPTS_TABLE),
        challengeLifetime: environment.CHALLENGE_LIFETIME,
        names: environment.NAMES,
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
