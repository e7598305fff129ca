/** A step of a sign-in that waits for its answer. */

import * as z from 'zod/mini';
import { AUTHENTICATION_METHODS } from '../../../contract/authentication-methods.ts';
import { CHALLENGE_NAMES, type RequiredChallenge } from '../../../contract/challenges.ts';
import { authenticatorUri } from './authenticator-uri.ts';

/** All times are in seconds since the epoch. */
export const challengeSchema = z.object({
  /** How it began, and so what the last step grants. */
  purpose: z.enum(['login', 'passwordless', 'reauthenticate']),
  /** The session whose user confirms the identity. Exactly a reauthentication has one. */
  session: z.optional(z.object({ sub: z.string(), sid: z.string(), bearer: z.string() })),
  /** The name that was typed. */
  username: z.string(),
  upstream: z.object({
    name: z.enum(CHALLENGE_NAMES),
    parameters: z.record(z.string(), z.unknown()),
    username: z.string(),
    /** Undefined if no answer is right: the upstream has no such sign-in. */
    handle: z.optional(z.string()),
    /** The IDs of the passkeys that answer it. Undefined if the upstream did not name them. */
    credentials: z.optional(z.readonly(z.array(z.string()))),
    /** Whether the upstream has let the user in already. */
    hasTokens: z.optional(z.boolean()),
  }),
  /** What the user has proved already. */
  amr: z.array(z.enum(AUTHENTICATION_METHODS)),
  /** The entry of the device cookie that the sign-in will grant. */
  device: z.object({ account: z.string(), nonce: z.string(), issuedAt: z.int() }),
  /** When the sign-in began. */
  startedAt: z.int(),
  /** When this step ends. */
  expiresAt: z.int(),
  /** Whether an earlier step has set the password. */
  hasNewPassword: z.optional(z.boolean()),
  /** Wrong answers since the sign-in began. */
  failures: z.int(),
});

export type Challenge = z.output<typeof challengeSchema>;

/** Returns what the client must know of a challenge. */
export const describeChallenge = (
  { upstream: { name, parameters }, username }: Challenge,
  { token, issuer }: { token: string; issuer: string },
): RequiredChallenge => ({
  name,
  token,
  parameters: {
    ...parameters,
    ...(typeof parameters.secret === 'string' && {
      otpauth_uri: authenticatorUri(parameters.secret, { issuer, username }),
    }),
  },
});
