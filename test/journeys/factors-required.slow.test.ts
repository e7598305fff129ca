/** Second factors and passkeys where a factor is required, with the default of each switch. */

import { tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'required' });
