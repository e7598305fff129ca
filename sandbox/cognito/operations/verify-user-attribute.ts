/**
 * * Verifies an address by its mailed code. A pending value becomes the attribute only by the code
 * that was sent to it, never by one that was sent to the current value.
 */

import type {
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLimit } from '../limits.ts';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import type { CodePurpose } from '../state/records.ts';
import { authorised } from '../tokens/verify.ts';
import { checkAliases } from '../users/attributes.ts';
import { checkCode, withoutCode } from '../users/codes.ts';
import { saveUser } from '../users/find.ts';

const pendingOf = (name: string): CodePurpose => `attribute:pending:${name}`;

export const verifyUserAttribute = operation<
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput
>()({
  authorization: 'token',
  quota: 'UserUpdate',
  writes: true,
  required: ['AccessToken', 'AttributeName', 'Code'],
  async run(call, { AccessToken, AttributeName, Code }) {
    const { user } = await authorised(call, AccessToken);
    useLimit(call, user, 'verifyUserAttribute');
    const pool = requirePool(call, user.poolId);
    const pending = user.pending[AttributeName];
    const isPending = pending !== undefined && user.codes[pendingOf(AttributeName)]?.code === Code;
    const purpose: CodePurpose =
      isPending || user.codes[`attribute:${AttributeName}`] === undefined
        ? pendingOf(AttributeName)
        : `attribute:${AttributeName}`;
    checkCode(call, user, purpose, Code);
    const value = isPending ? { [AttributeName]: pending } : {};
    checkAliases(call, pool, user, value);
    const { [AttributeName]: _applied, ...others } = user.pending;
    saveUser(call, user, {
      attributes: { ...user.attributes, ...value, [`${AttributeName}_verified`]: 'true' },
      pending: isPending ? others : user.pending,
      codes: withoutCode(user, purpose),
    });
    return {};
  },
});
