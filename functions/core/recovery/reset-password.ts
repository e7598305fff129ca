import { isAllowedName } from '../login/name.ts';
import type { CodeNotes } from '../mail-door/code-notes.ts';
import { errorOf } from '../mail-door/code-outcome.ts';
import { type EnterCodePorts, enterCode } from '../mail-door/enter-code.ts';
import { type Owner, type WelcomeOwnerPorts, welcomeOwner } from '../mail-door/welcome-owner.ts';
import {
  type AnnouncePorts,
  announcePasswordChange,
} from '../passwords/announce-password-change.ts';
import { checkPassword, type PasswordRules } from '../passwords/password-rules.ts';
import {
  type EndSessionsOfUserPorts,
  endSessionsOfUser,
} from '../sessions/end-sessions-of-user.ts';
import type { Revocation } from '../sessions/upstream-session.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply, ReplyCookie } from '../use-case.ts';
import type { RecoveryIdentity } from './recovery-identity.ts';

export interface ResetPasswordPorts
  extends EnterCodePorts,
    WelcomeOwnerPorts,
    EndSessionsOfUserPorts,
    AnnouncePorts {
  store: EnterCodePorts['store'] & WelcomeOwnerPorts['store'];
  identity: Pick<RecoveryIdentity, 'findSub' | 'reset'> & Revocation;
  /** The wrong passwords that were tried by holders of a session. */
  passwords: { clear(sub: string): Promise<void> };
  notes: CodeNotes;
  passwordRules: PasswordRules;
}

/**
 * Sets a new password by a mailed code, and ends all sessions of the user.
 *
 * The code is noted before the upstream takes it. If the request fails after that, the upstream
 * refuses the same code, and the note shows that the sessions may still have to end.
 */
export async function resetPassword(
  ports: ResetPasswordPorts,
  { body, address, deviceCookies }: Input<'resetPassword'>,
): Promise<Reply> {
  const { username } = body;
  const password = checkPassword(body.password, { username }, ports.passwordRules);
  const { code, note } = await enterCode(ports, {
    username,
    code: body.code,
    purpose: 'reset_password',
    address,
  });
  const now = inSeconds(ports.clock());
  const [sub, former] = await Promise.all([
    ports.identity.findSub(username),
    ports.notes.swap(note.id, note.fingerprint, now),
  ]);
  const owner = { username, address, deviceCookies };
  const outcome = await ports.identity.reset(username, code, password);
  if (outcome !== 'accepted') {
    // Anybody can make up a code without a suffix, and enter it twice at the same time.
    const isResumed = former === note.fingerprint && ports.codeFormat === 'suffixed';
    if (isResumed && sub !== undefined) await shutOthersOut(ports, owner, sub);
    await ports.notes.delete(note.id);
    throw errorOf(outcome, ports.codeFormat);
  }
  if (sub === undefined) throw new Error('the user of a reset password was not found');
  const cookie = await shutOthersOut(ports, owner, sub);
  ports.audit('password_reset', { sub });
  await Promise.all([
    ports.notes.delete(note.id).catch(ports.report),
    // The code was mailed to the address of the account. A name that is no address is not it.
    announcePasswordChange(ports, {
      sub,
      email: isAllowedName(username, 'email') ? username : null,
    }),
  ]);
  return { cookies: [cookie] };
}

/** Ends what was granted before the reset. Returns the device cookie of the owner. */
async function shutOthersOut(
  ports: ResetPasswordPorts,
  owner: Owner,
  sub: string,
): Promise<ReplyCookie> {
  const end = () => endSessionsOfUser(ports, sub, { reason: 'password_reset' });
  const [cookie] = await Promise.all([
    welcomeOwner(ports, owner),
    end(),
    // Somebody with a stolen session may have used up the tries at the old password.
    ports.passwords.clear(sub).catch(ports.report),
  ]);
  // A login that the upstream has accepted before the reset may have stored its session since.
  await end();
  return cookie;
}
