/**
 * ALTCHA: a signed proof-of-work challenge, solved by its widget, kept nowhere. The `kid` travels
 * in its signed data.
 */

import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { CAPTCHA } from '../../contract/limits.ts';
import { captchaResponse } from '../../contract/schemas/index.ts';
import type { Captchas } from '../core/login/captcha.ts';
import type { Clock, Keys } from '../core/ports.ts';
import { inSeconds } from '../core/time.ts';

const payloadSchema = z.object({
  challenge: captchaResponse,
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

export function altchaCaptchas({ keys, clock }: { keys: Keys; clock: Clock }): Captchas {
  return {
    async challenge() {
      const { kid, key } = await keys.current('captcha');
      const challenge = await createChallenge({
        algorithm: CAPTCHA.algorithm,
        cost: CAPTCHA.cost,
        keyPrefix: CAPTCHA.keyPrefix,
        deriveKey,
        data: { kid },
        expiresAt: inSeconds(clock()) + CAPTCHA.lifetime,
        hmacSignatureSecret: secretOf(key),
      });
      return z.parse(captchaResponse, challenge);
    },

    async check(solution) {
      const payload = parsePayload(solution);
      if (!payload) return { solved: false, issue: 'invalid' };
      const { parameters, signature } = payload.challenge;
      const kid = z.safeParse(z.object({ kid: z.string() }), parameters.data).data?.kid;
      const key = kid === undefined ? undefined : await keys.byId(kid, 'captcha');
      if (!key) return { solved: false, issue: 'invalid' };
      if (parameters.expiresAt <= inSeconds(clock())) return { solved: false, issue: 'expired' };

      const { verified } = await verifySolution({
        ...payload,
        deriveKey,
        hmacSignatureSecret: secretOf(key),
      }).catch(() => ({
        verified: false,
      }));
      return verified
        ? { solved: true, id: signature, expiresAt: parameters.expiresAt }
        : { solved: false, issue: 'invalid' };
    },
  };
}

const secretOf = (key: Uint8Array): string => Buffer.from(key).toString('base64url');

/** The widget sends base64 of JSON. */
function parsePayload(solution: string): z.output<typeof payloadSchema> | undefined {
  try {
    return z.safeParse(payloadSchema, JSON.parse(Buffer.from(solution, 'base64').toString('utf8')))
      .data;
  } catch {
    return undefined;
  }
}
