import type { PROOF_ERRORS } from '../../contract/errors/proof.ts';
import type { ErrorProse } from './prose.ts';

/** The step that follows, as it is in `details`. */
const challenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  token: 'C6p1sTqk0cyDDLvOsnTgvIz0vzRC8QIvLzDTWHBBq-8…',
  parameters: {},
};

export const PROOF_PROSE: Readonly<Record<keyof typeof PROOF_ERRORS, ErrorProse>> = {
  INVALID_CODE: {
    description: 'Code wrong or used before',
    causes: [
      'The code has a typing error',
      'The code was used before: an authenticator app shows each code for 30 seconds, and it works once',
    ],
    solution: [
      'Ask for the next code, and send it with the token in `details.challenge`',
      'Check that the clock of the phone is right',
    ],
    example: { challenge },
  },
  CODE_EXPIRED: {
    description: 'Code too old',
    causes: ['A code by SMS or e-mail was entered too late'],
    solution: ['Log in again, which sends another code'],
  },
  INVALID_CHALLENGE: {
    description: 'Sign-in step over',
    causes: [
      'The step took too long, or its token was used before',
      'Too many wrong codes were entered',
      'The request came without the cookie of the login, for example from another browser',
      'The password was changed, or the user disabled, since the login',
    ],
    solution: ['User must log in again'],
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
