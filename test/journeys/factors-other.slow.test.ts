/** Second factors and passkeys where they are optional, and Cognito does the other thing at each switch. */

import { OTHER_SWITCHES, tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'optional', switches: OTHER_SWITCHES });
