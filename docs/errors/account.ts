import type { ACCOUNT_ERRORS } from '../../contract/errors/account.ts';
import type { ErrorProse } from './prose.ts';

export const ACCOUNT_PROSE: Readonly<Record<keyof typeof ACCOUNT_ERRORS, ErrorProse>> = {
  USER_NOT_CONFIRMED: {
    description: 'Account not confirmed; only told to the holder of a session',
    causes: ['The account of a signed-in user lost its confirmation'],
    solution: ['Confirm the account, then log in'],
  },
  PASSWORD_RESET_REQUIRED: {
    description: 'Password reset required; only told to the holder of a session',
    causes: ['An administrator asked the signed-in user to choose a new password'],
    solution: ['Reset the password, then log in'],
  },
};
