/** The ports of the routes that send codes and take them. */

import type { Environment } from '../../contract/environment.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../adapters/dynamodb/challenges.ts';
import { dynamoCodeNotes } from '../adapters/dynamodb/code-notes.ts';
import { dynamoMails } from '../adapters/dynamodb/mails.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import { mailDoor } from '../core/mail-door/mail-door.ts';
import { audit, report } from '../http/observe.ts';
import type { Access } from './access.ts';

type MailDoorEnvironment = Pick<
  Environment<'passwordless'>,
  'ATTEMPTS_TABLE' | 'MAILS_PER_NETWORK'
>;

/** Builds what decides who may have a code sent, and what it is made of. */
export function buildMailDoor(
  environment: MailDoorEnvironment,
  { keys, database }: Pick<Access, 'keys' | 'database'>,
) {
  const store = dynamoAttempts(database, environment.ATTEMPTS_TABLE);
  const devices = deviceCookies({ keys, clock: Date.now });
  const captchas = altchaCaptchas({ keys, clock: Date.now });
  const shared = { store, devices, captchas, keys, audit, report, clock: Date.now };
  return {
    ...shared,
    challengeStore: dynamoChallenges(database, environment.ATTEMPTS_TABLE),
    mailDoor: mailDoor({
      ...shared,
      mails: dynamoMails(database, environment.ATTEMPTS_TABLE),
      perNetwork: environment.MAILS_PER_NETWORK,
    }),
  };
}

/** Builds what registration and recovery share. */
export function buildMailDoorPorts(
  environment: MailDoorEnvironment & Pick<Environment<'recovery'>, 'PASSWORD_MIN_LENGTH'>,
  access: Pick<Access, 'keys' | 'database'>,
) {
  return {
    ...buildMailDoor(environment, access),
    notes: dynamoCodeNotes(access.database, environment.ATTEMPTS_TABLE),
    passwordRules: { minLength: environment.PASSWORD_MIN_LENGTH },
    // The function `custom-message` writes the mails of the user pool.
    codeFormat: 'suffixed' as const,
  };
}
