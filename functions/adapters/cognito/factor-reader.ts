import {
  AdminGetUserAuthFactorsCommand,
  type GetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { FactorReader, Factors } from '../../core/mfa/factors.ts';
import { callCognito, invalidResponse } from './call.ts';
import type { Directory } from './directory.ts';
import type { Overrides } from './exceptions.ts';

const OVERRIDES = { UserNotFoundException: 'INVALID_TOKEN' } as const satisfies Overrides;

/** Cognito omits a list without entries. */
const list = z._default(z.array(z.string()), []);
const output = z.object({ UserMFASettingList: list, ConfiguredUserAuthFactors: list });

/**
 * Reads factors with `AdminGetUserAuthFactors`, which does not count in Cognito's quota of sign-ins.
 * @param timeoutMs limit of a call in milliseconds
 */
export const cognitoFactorReader = (
  { client, userPoolId }: Directory,
  timeoutMs: number,
): FactorReader => ({
  async readFactors(username) {
    const command = new AdminGetUserAuthFactorsCommand({
      UserPoolId: userPoolId,
      Username: username,
    });
    const call = { timeoutMs, overrides: OVERRIDES, secrets: [username] };
    return parseFactors(await callCognito(call, (options) => client.send(command, options)));
  },
});

/**
 * Reads the answer of `AdminGetUserAuthFactors` or `GetUserAuthFactors`.
 * @throws {BAD_GATEWAY} if it is malformed.
 */
export function parseFactors(answer: GetUserAuthFactorsCommandOutput): Factors {
  const parsed = z.safeParse(output, answer);
  if (!parsed.success) throw invalidResponse('malformed factors of a user');
  const { UserMFASettingList: second, ConfiguredUserAuthFactors: configured } = parsed.data;
  return {
    totp: second.includes('SOFTWARE_TOKEN_MFA'),
    passkeys: configured.includes('WEB_AUTHN'),
    demanded: second.length > 0,
  };
}
