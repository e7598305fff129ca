/**
 * The answer of `InitiateAuth` and `RespondToAuthChallenge`. The SDK does not check the types of its
 * members.
 */

import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import { invalidResponse } from './call.ts';

const token = z.optional(z.string());
const answer = z.object({
  ChallengeName: z.optional(z.string()),
  Session: token,
  ChallengeParameters: z.optional(z.record(z.string(), z.string())),
  AuthenticationResult: z.optional(
    z.object({ IdToken: token, AccessToken: token, RefreshToken: token }),
  ),
});

/** @throws {BAD_GATEWAY} if a member does not have its type. */
export function parseAnswer(output: InitiateAuthCommandOutput): z.output<typeof answer> {
  const parsed = z.safeParse(answer, output);
  if (parsed.success) return parsed.data;
  throw invalidResponse(`a malformed ${parsed.error.issues[0]?.path.join('.')}`);
}
