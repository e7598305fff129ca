import type { User } from '../../../contract/schemas/index.ts';
import type { Audit } from '../ports.ts';
import type { Notices } from './notices.ts';

/** Tells the owner of an account, and the log, that an authenticator app was switched on or off. */
export async function announceFactor(
  { audit, notices }: { audit: Audit; notices: Notices },
  { user, sid }: { user: Pick<User, 'sub' | 'email'>; sid?: string | undefined },
  change: 'enabled' | 'disabled',
): Promise<void> {
  audit(`factor_${change}`, { sub: user.sub, sid, factor: 'totp' });
  await notices.send(user.email ? { kind: `totp_${change}`, to: user.email } : undefined);
}
