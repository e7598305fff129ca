/**
 * CAPTCHAs by ALTCHA: a signed proof-of-work challenge that its widget solves. Nothing is stored.
 * The `kid` of the signing key and the account are part of the signed data.
 */

import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { CAPTCHA } from '../../contract/limits.ts';
import { captchaResponse } from '../../contract/schemas/index.ts';
import type { ServiceKeys } from '../core/keys/keys.ts';
import type { CaptchaCheck, Captchas } from '../core/login/captcha.ts';
import type { Clock } from '../core/ports.ts';
import { inSeconds } from '../core/time.ts';

const payloadSchema = z.object({
  challenge: captchaResponse,
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** What the signature of a challenge covers besides its parameters. */
const dataSchema = z.object({ kid: z.string(), account: z.string() });

const INVALID: CaptchaCheck = { solved: false, issue: 'invalid' };

export function altchaCaptchas({ keys, clock }: { keys: ServiceKeys; clock: Clock }): Captchas {
  return {
    async challenge(account) {
      const { kid, key } = await keys.current('captcha');
      const challenge = await createChallenge({
        algorithm: CAPTCHA.algorithm,
        cost: CAPTCHA.cost,
        keyPrefix: CAPTCHA.keyPrefix,
        deriveKey,
        data: { kid, account },
        expiresAt: inSeconds(clock()) + CAPTCHA.lifetime,
        hmacSignatureSecret: encodeKey(key),
      });
      return z.parse(captchaResponse, challenge);
    },

    async check(solution, account) {
      const payload = parsePayload(solution);
      if (!payload) return INVALID;
      const { parameters, signature } = payload.challenge;
      const data = z.safeParse(dataSchema, parameters.data).data;
      // The signature is checked below, so a made-up account does not pass.
      if (data?.account !== account) return INVALID;
      const key = await keys.byId(data.kid, 'captcha');
      if (!key) return INVALID;
      if (parameters.expiresAt <= inSeconds(clock())) return { solved: false, issue: 'expired' };

      const { verified } = await verifySolution({
        ...payload,
        deriveKey,
        hmacSignatureSecret: encodeKey(key),
      }).catch(() => ({ verified: false }));
      return verified ? { solved: true, id: signature, expiresAt: parameters.expiresAt } : INVALID;
    },
  };
}

/** Encodes a key as text, because ALTCHA takes its secret as text. */
const encodeKey = (key: Uint8Array): string => Buffer.from(key).toString('base64url');

/** Parses what the widget sends: JSON in base64. Returns undefined if it is anything else. */
function parsePayload(solution: string): z.output<typeof payloadSchema> | undefined {
  try {
    return z.safeParse(payloadSchema, JSON.parse(Buffer.from(solution, 'base64').toString('utf8')))
      .data;
  } catch {
    return undefined;
  }
}
