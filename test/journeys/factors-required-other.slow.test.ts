/** Second factors and passkeys where a factor is required, with the other value of each switch. */

import { OTHER_SWITCHES, tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'required', switches: OTHER_SWITCHES });
