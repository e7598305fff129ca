import { AuthError } from '../error.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import type { Input, Reply } from '../use-case.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import { type PasskeyNames, withName } from './passkey-names.ts';

export interface RenamePasskeyPorts extends UserTokenPorts {
  passkeys: Pick<OwnPasskeys, 'list'>;
  passkeyNames: Pick<PasskeyNames, 'change'>;
}

/**
 * Gives a passkey of the caller another name.
 * @throws {NOT_FOUND} if the caller has no such passkey.
 */
export async function renamePasskey(
  ports: RenamePasskeyPorts,
  { session, parameters: { id }, body: { name } }: Input<'renamePasskey'>,
): Promise<Reply> {
  const accessToken = await obtainUserToken(ports, session);
  const stored = await ports.passkeys.list(accessToken);
  if (!stored.some((passkey) => passkey.id === id)) {
    throw new AuthError('NOT_FOUND', { variant: 'passkey' });
  }
  await ports.passkeyNames.change(session.sub, withName(id, name));
  return {};
}
