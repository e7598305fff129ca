/** Second factors and passkeys where they are optional, with the default of each switch. */

import { tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'optional' });
