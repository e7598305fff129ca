import type { PasskeysResponse } from '../../../contract/schemas/index.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import { toIsoTime } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import type { PasskeyNames } from './passkey-names.ts';

export interface ListPasskeysPorts extends UserTokenPorts {
  passkeys: Pick<OwnPasskeys, 'list'>;
  passkeyNames: Pick<PasskeyNames, 'read'>;
}

/** Lists the passkeys of the caller. */
export async function listPasskeys(
  ports: ListPasskeysPorts,
  { session }: Input<'listPasskeys'>,
): Promise<Reply> {
  const [names, stored] = await Promise.all([
    ports.passkeyNames.read(session.sub),
    obtainUserToken(ports, session).then((accessToken) => ports.passkeys.list(accessToken)),
  ]);
  const body: PasskeysResponse = {
    passkeys: stored.map(({ id, name, createdAt }) => ({
      id,
      name: Object.hasOwn(names, id) ? (names[id] ?? name) : name,
      created_at: toIsoTime(createdAt),
    })),
  };
  return { body };
}
