import type { AppEvents } from '../app-events/app-events.ts';
import { badRequest } from '../error.ts';
import type { CodeNotes } from '../mail-door/code-notes.ts';
import { errorOf } from '../mail-door/code-outcome.ts';
import { type EnterCodePorts, type EnteredCode, enterCode } from '../mail-door/enter-code.ts';
import { type WelcomeOwnerPorts, welcomeOwner } from '../mail-door/welcome-owner.ts';
import { checkPassword, type PasswordRules } from '../passwords/password-rules.ts';
import type { Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { checkAttributes } from './attributes.ts';
import type { Attributes, SignUpIdentity } from './sign-up-identity.ts';

export interface ConfirmSignUpPorts extends EnterCodePorts, WelcomeOwnerPorts {
  store: EnterCodePorts['store'] & WelcomeOwnerPorts['store'];
  identity: Pick<SignUpIdentity, 'confirm' | 'setAttributes' | 'setPassword' | 'findSub'>;
  appEvents: AppEvents;
  report: Report;
  notes: CodeNotes;
  passwordRules: PasswordRules;
  /** The attributes that users may set. */
  attributes: readonly string[];
}

/**
 * Confirms an account by its mailed code and sets the password of the person who read the mail.
 * Until the password is set, nobody knows the password of the account.
 */
export async function confirmSignUp(
  ports: ConfirmSignUpPorts,
  { body, address, deviceCookies }: Input<'confirmSignUp'>,
): Promise<Reply> {
  const { username, attributes = {} } = body;
  checkAttributes(attributes, ports.attributes);
  const password = checkPassword(body.password, { username }, ports.passwordRules);
  const entered = await enterCode(ports, {
    username,
    code: body.code,
    purpose: 'sign_up',
    address,
  });
  await proveCode(ports, username, entered);
  await setAttributes(ports, username, attributes);
  const [outcome, sub, cookie] = await Promise.all([
    ports.identity.setPassword(username, password),
    // Only the event needs it, which is best effort.
    ports.identity.findSub(username).catch(ports.report),
    welcomeOwner(ports, { username, address, deviceCookies }),
  ]);
  if (outcome !== 'accepted') throw errorOf(outcome, ports.codeFormat);
  // From here on, the code sets no other password.
  await Promise.all([
    ports.notes.delete(entered.note.id),
    sub && ports.appEvents.publish({ kind: 'confirmed', sub, email: username }),
  ]);
  ports.audit('account_confirmed', { account: entered.account });
  return { cookies: [cookie] };
}

/**
 * Shows the code to the upstream, which takes it once, and notes that it was right. If a later step
 * fails, the same code can be entered again for a few minutes.
 */
async function proveCode(
  ports: ConfirmSignUpPorts,
  username: string,
  { code, note }: EnteredCode,
): Promise<void> {
  const now = inSeconds(ports.clock());
  if ((await ports.notes.find(note.id, now)) === note.fingerprint) return;
  const outcome = await ports.identity.confirm(username, code);
  if (outcome !== 'accepted') throw errorOf(outcome, ports.codeFormat);
  await ports.notes.swap(note.id, note.fingerprint, now);
}

async function setAttributes(
  { identity }: ConfirmSignUpPorts,
  username: string,
  attributes: Attributes,
): Promise<void> {
  if (Object.keys(attributes).length === 0) return;
  if ((await identity.setAttributes(username, attributes)) === 'accepted') return;
  throw badRequest('attributes', 'must be accepted by the user pool');
}
