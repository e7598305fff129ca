/** A browser with an authenticator app, as the tests of sign-in steps in the sandbox need it. */

import { Secret, TOTP } from 'otpauth';
import type { RequiredChallenge } from '../../contract/challenges.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { publicPath, type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { TokenResponse } from '../../contract/schemas/index.ts';
import { browserFetch } from '../docs/browser-fetch.ts';

/**
 * Creates a browser, which keeps the cookies of its answers. Returns a function that sends a
 * request. `id` is the parameter of a path that has one.
 */
export function createBrowser({ url }: { url: string }) {
  const send = browserFetch(url);
  return async (route: RouteName, body?: object, token = '', id = '') => {
    const response = await send(publicPath(route).replace('{id}', id), {
      method: routeOf(route).method,
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : {}) as Partial<Envelope & TokenResponse>;
    const { error, token: jwt } = answer;
    const challenge = error?.details.challenge as RequiredChallenge | undefined;
    return {
      outcome: error?.code ?? response.status,
      body: answer as Record<string, unknown>,
      details: error?.details,
      jwt,
      name: challenge?.name,
      challenge_token: challenge?.token,
      secret: String(challenge?.parameters.secret),
    };
  };
}

/** The code that an authenticator app shows. `now` is in milliseconds since the epoch. */
export const appCode = (secret: string, now: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
