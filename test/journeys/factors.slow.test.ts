/** Second factors and passkeys where they are optional, and Cognito does what AWS documents. */

import { tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'optional' });
