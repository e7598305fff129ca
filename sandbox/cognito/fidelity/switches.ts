/** What each switch is about, for the page. Its ways stand in the type. */

import type { Switches } from '../switches.ts';

export const QUESTIONS: Readonly<Record<keyof Switches, string>> = {
  passkeyBesideOptionalMfa:
    'Is a user of a pool with optional MFA, who has TOTP and passkey MFA on, offered the passkey?',
  firstSignInWithRequiredMfa:
    'What does the first sign-in give where MFA is required and no factor is set up?',
  registrationToken: 'May another access token complete the registration of a passkey?',
  residentKey: 'Must a passkey be discoverable?',
  wrongPasskey: 'Does a wrong passkey spend the session?',
  refusedNewPassword: 'Does a refused new password spend the session?',
  takenAddress: 'When is a taken address refused, where the pool keeps the original?',
  emailCodeUnconfirmed: 'What does an unconfirmed user get who asks for a code by e-mail?',
  emailCodeDisabled: 'What does a disabled user get who asks for a code by e-mail?',
  emailCodeResetRequired: 'What does a user get whose password must be reset?',
  unknownUserChallenge: 'Which challenge does an unknown name get?',
  eventOfDeletion: 'Does the event of AdminDeleteUser name the user?',
  eventOfGroup: 'Do the events of group membership name the user?',
  passkeyQuota: 'Which quota do the operations on passkeys use?',
  failuresBelowLockout: 'Are fewer than five failures forgotten after 15 minutes, too?',
  forgotWithoutAddress: 'What does ForgotPassword say of a user without a verified address?',
  unknownUserDelivery: 'What do ForgotPassword and resending say of an unknown name?',
};
