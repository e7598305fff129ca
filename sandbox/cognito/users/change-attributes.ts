/** Writes attributes and sends the codes that verify new addresses. */

import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { delivery, send } from '../messages/send.ts';
import { isAutoVerified, keepsOriginal } from '../pools/pools.ts';
import type { PoolRecord, UserRecord } from '../state/records.ts';
import { checkAliases, merged } from './attributes.ts';
import { issueCode } from './codes.ts';
import { saveUser } from './find.ts';

const ADDRESSES = ['email', 'phone_number'] as const;

export interface Change {
  attributes: Readonly<Record<string, string>>;
  clientId: string;
  clientMetadata: Record<string, string> | undefined;
}

/**
 * * Source: AWS, "Verifying when users change their email or phone number". Where the pool keeps
 * the original, a new address stays pending until its code comes back; otherwise it replaces the
 * old one at once, unverified.
 * @throws {CognitoException} AliasExistsException, or what sending a mail may throw; the change
 * stays then.
 */
export async function changeAttributes(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
  { attributes, clientId, clientMetadata }: Change,
): Promise<CodeDeliveryDetailsType[]> {
  const { switches } = call.settings;
  const changed = ADDRESSES.filter(
    (name) => attributes[name] && attributes[name] !== user.attributes[name],
  );
  // An administrator may declare a new address verified in the same request.
  const unproven = changed.filter((name) => attributes[`${name}_verified`] !== 'true');
  const pending = unproven.filter((name) => keepsOriginal(pool, name));
  const atOnce = Object.fromEntries(
    Object.entries(attributes).filter(([name]) => !pending.some((each) => each === name)),
  );
  const checked = switches.takenAddress === 'at UpdateUserAttributes' ? attributes : atOnce;
  checkAliases(call, pool, user, checked);
  const unverified = unproven.filter((name) => !pending.includes(name));
  let saved = saveUser(call, user, {
    attributes: merged(user.attributes, {
      ...Object.fromEntries(unverified.map((name) => [`${name}_verified`, 'false'])),
      ...atOnce,
    }),
    pending: {
      ...user.pending,
      ...Object.fromEntries(pending.map((name) => [name, attributes[name] ?? ''])),
    },
  });
  const codes: { attribute: (typeof ADDRESSES)[number]; to: string; code: string }[] = [];
  for (const attribute of unproven) {
    if (!pending.includes(attribute) && !isAutoVerified(pool, attribute)) continue;
    const key = pending.includes(attribute) ? (`pending:${attribute}` as const) : attribute;
    const { code, user: next } = issueCode(call, saved, `attribute:${key}`);
    saved = next;
    codes.push({ attribute, to: attributes[attribute] ?? '', code });
  }
  for (const { attribute, to, code } of codes) {
    const triggerSource = 'CustomMessage_UpdateUserAttribute';
    await send(call, saved, { triggerSource, code, clientId, to, attribute, clientMetadata });
  }
  return codes.map(({ attribute, to }) => delivery(to, attribute));
}
