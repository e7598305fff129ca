/** Second factors and passkeys where a factor is required, and Cognito does the other thing at each switch. */

import { OTHER_SWITCHES, tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'required', switches: OTHER_SWITCHES });
