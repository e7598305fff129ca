import { AuthError, badRequest } from '../error.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import type { Input, Reply } from '../use-case.ts';
import { type AccountPorts, describeAccount } from './account.ts';
import type { OwnAccount } from './own-account.ts';

export interface UpdateAccountPorts extends AccountPorts, UserTokenPorts {
  account: Pick<OwnAccount, 'changeAttributes'>;
  /** The attributes that users may change. */
  changeable: readonly string[];
}

/** Changes attributes of the caller, all of them or none. Returns the account. */
export async function updateAccount(
  ports: UpdateAccountPorts,
  { session, body: { attributes } }: Input<'updateAccount'>,
): Promise<Reply> {
  const names = Object.keys(attributes);
  const refused = names.find((name) => !ports.changeable.includes(name));
  if (refused !== undefined) throw badRequest(`attributes.${refused}`, 'cannot be changed');
  const accessToken = await obtainUserToken(ports, session);
  await ports.account.changeAttributes(accessToken, attributes).catch((error: unknown) => {
    if (!(error instanceof AuthError) || error.code !== 'BAD_REQUEST') throw error;
    throw badRequest('attributes', 'contain a value that is not allowed', error.cause);
  });
  const { sub, sid } = session;
  ports.audit('account_changed', { sub, sid, attributes: names.join(' ') });
  return { body: await describeAccount(ports, session) };
}
