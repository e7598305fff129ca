import type { PROOF_ERRORS } from '../../contract/errors/proof.ts';
import type { ErrorProse } from './prose.ts';

export const PROOF_PROSE: Readonly<Record<keyof typeof PROOF_ERRORS, ErrorProse>> = {
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
