import type { RequiredChallenge } from '../../contract/challenges.ts';
import { cookieName } from '../../contract/cookies.ts';
import type { AuthError } from '../../functions/core/error.ts';

/** Returns the token and the cookie pair of a CHALLENGE_REQUIRED. */
export function readIssued({ options, cookie }: AuthError): { token: string; cookie: string } {
  const challenge = options.details?.challenge as RequiredChallenge | undefined;
  if (!challenge || !cookie || 'clear' in cookie) throw new Error('not a challenge');
  return {
    token: challenge.token,
    cookie: `${cookieName('challenge', 'https')}=${cookie.value}`,
  };
}
