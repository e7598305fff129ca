/** Second factors and passkeys where they are optional, with the other value of each switch. */

import { OTHER_SWITCHES, tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'optional', switches: OTHER_SWITCHES });
