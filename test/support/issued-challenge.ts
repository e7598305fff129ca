import type { RequiredChallenge } from '../../contract/challenges.ts';
import { cookieName } from '../../contract/cookies.ts';
import type { AuthError } from '../../functions/core/error.ts';
import { DEVICE_ENTRY, USER, type World } from './world.ts';

/** Issues a challenge for a code, as a login does. Returns its token and its cookie pair. */
export const issueChallenge = async ({ challenges }: Pick<World, 'challenges'>) =>
  readIssued(
    await challenges.issue({
      username: 'test@example.com',
      amr: ['pwd'],
      device: DEVICE_ENTRY,
      upstream: {
        name: 'SOFTWARE_TOKEN_MFA',
        parameters: {},
        username: USER.sub,
        handle: 'handle',
      },
    }),
  );

/** Returns the token and the cookie pair of a CHALLENGE_REQUIRED. */
export function readIssued({ options, cookie }: AuthError): { token: string; cookie: string } {
  const challenge = options.details?.challenge as RequiredChallenge | undefined;
  if (!challenge || !cookie || 'clear' in cookie) throw new Error('not a challenge');
  return {
    token: challenge.token,
    cookie: `${cookieName('challenge', 'https')}=${cookie.value}`,
  };
}
