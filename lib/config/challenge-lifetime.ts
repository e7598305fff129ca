/** How long a further step of a sign-in may take, here and at Cognito. */

import { CHALLENGE } from '../../contract/limits.ts';
import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/** Returns the setting or its default, in seconds. */
export const challengeLifetimeOf = ({
  challengeLifetime,
  passwordless,
}: Pick<StageConfig, 'challengeLifetime' | 'passwordless'>): number =>
  challengeLifetime ?? CHALLENGE.lifetime[passwordless?.emailCode ? 'withEmailCodes' : 'standard'];

/**
 * Cognito takes whole minutes.
 * @throws {TypeError} if the value is not valid
 */
export function checkChallengeLifetime(
  config: Pick<StageConfig, 'challengeLifetime' | 'passwordless'>,
  assertSetting: AssertSetting,
): void {
  const seconds = challengeLifetimeOf(config);
  const { shortest, longest } = CHALLENGE.lifetime;
  assertSetting(
    seconds % 60 === 0 && seconds >= shortest && seconds <= longest,
    'challengeLifetime',
    `be whole minutes from ${shortest} to ${longest} seconds, got ${seconds}`,
  );
}
