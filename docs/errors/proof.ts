import type { PROOF_ERRORS } from '../../contract/errors/proof.ts';
import { ACCOUNT } from '../../contract/limits.ts';
import type { ErrorProse } from './prose.ts';

export const PROOF_PROSE: Readonly<Record<keyof typeof PROOF_ERRORS, ErrorProse>> = {
  INVALID_CODE: {
    description: 'Code not valid',
    causes: [
      'The code was mistyped, has expired or was replaced by a newer one',
      'The code of an authenticator app was used before: each works once',
      'The clock of the device with the authenticator app is wrong',
      'There is no such account, or it needs no code; the response does not tell',
    ],
    solution: [
      'Compare the code with the newest mail, or request another one',
      'For an authenticator app, show `details.issue` and ask for the next code. At a sign-in, send it with the token in `details.challenge`',
    ],
  },
  CODE_EXPIRED: {
    description: 'Code expired; only told to the holder of a session or of a sign-in step',
    causes: ['The code was sent too long ago'],
    solution: ['Request another code; at a sign-in, log in again'],
  },
  INVALID_CHALLENGE: {
    description: 'Sign-in step over',
    causes: [
      'The step took too long, or its token was used before',
      'Too many wrong codes were entered',
      'The request came without the cookie of the login, for example from another browser',
      'The password was changed, or the user disabled, since the login',
      'The token of a passkey registration was used, has expired or belongs to another session',
    ],
    solution: [
      'User must log in again',
      'If `details.field` is `registration_token`, begin the registration of the passkey again',
    ],
  },
  WRONG_PASSWORD: {
    description: 'Wrong current password of the signed-in user',
    causes: ['The password that confirms the identity of the signed-in user is wrong'],
    solution: ['Ask for the current password again', 'Do not refresh: the session is valid'],
  },
  PASSKEY_REJECTED: {
    description: 'Passkey not accepted',
    causes: [
      'The passkey was created for another website, or did not verify the user',
      'The passkey belongs to another account or was removed, or the account has none; the response does not tell',
    ],
    solution: [
      'At a sign-in, offer to begin again, or another way to sign in',
      'At a registration, offer another authenticator',
    ],
  },
  REAUTHENTICATION_REQUIRED: {
    description: 'The last sign-in is too old for this request',
    causes: [
      `The user signed in or confirmed the identity more than ${ACCOUNT.recentSignIn / 60} minutes ago. ` +
        'A refresh does not count',
      'The user has a second factor, and the last sign-in or confirmation was by the password alone',
    ],
    solution: ['Call `POST /api/auth/reauthenticate` with the password, then repeat the request'],
  },
  CONFLICT: {
    description: 'The request contradicts the present state',
    causes: [
      'The new e-mail address belongs to another account by now',
      'The user already has the maximum number of passkeys',
      'The set-up of an authenticator app was not begun, or is complete',
      'The stage requires a second factor, so it cannot be removed',
    ],
    solution: ['Look at `details.field` and `details.issue`: another value or step is needed'],
    example: { field: 'email', issue: 'belongs to another account' },
  },
  PASSWORD_REJECTED: {
    description: 'New password not acceptable',
    causes: [
      'The new password breaks one or more rules, which `details.rules` names',
      'The user pool has a policy of its own, or the password was used before',
    ],
    solution: ['Show every rule in `details.rules` and ask for another password'],
    example: { rules: ['too_short', 'common'], min_length: 15 },
  },
};
