/** Second factors and passkeys where a factor is required, and Cognito does what AWS documents. */

import { tellOfFactors } from './factors-story.ts';

await tellOfFactors({ mfa: 'required' });
