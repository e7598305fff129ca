import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/challenge.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoChallengeAnswers } from '../adapters/cognito/challenge-answers.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { challenge } from '../core/challenges/continue-sign-in.ts';
import { signInCodeReader } from '../core/mail-door/mailed-code.ts';
import type { Handler } from '../http/endpoint.ts';
import { report } from '../http/observe.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildIssuePorts } from './challenge-ports.ts';
import { buildAnnouncements, buildEventBus } from './event-bus.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildSessionLimit } from './session-limit.ts';
import { buildSessionPorts, buildSigner } from './session-ports.ts';

export const createChallengeHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('challenge', routes, { challenge }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        ...buildIssuePorts(environment, access),
        keys,
        jwts: buildSigner(environment, open),
        identity: {
          ...cognitoChallengeAnswers(cognito, timeouts.cognitoMs, report),
          ...cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        },
        attemptStore: dynamoAttempts(database, environment.ATTEMPTS_TABLE),
        readSignInCode: signInCodeReader({ keys, clock: Date.now }),
        mfa: environment.MFA,
        passwordRules: { minLength: environment.PASSWORD_MIN_LENGTH },
        ...buildAnnouncements(environment, buildEventBus(environment, timeouts)),
        sessionLimit: buildSessionLimit(environment, database, timeouts),
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });
