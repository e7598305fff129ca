import { AUDIT_EVENTS, type AuditEvent } from '../../contract/metrics.ts';
import { table } from './markdown.ts';

const MEANINGS: Record<AuditEvent, string> = {
  login_succeeded: 'A session began.',
  login_failed:
    'Cognito was asked and no session began. `verdict` tells a wrong password from a further step and from a failure.',
  captcha_demanded: 'Too many attempts from one network; the client was asked for a CAPTCHA.',
  login_throttled:
    'Refused without asking Cognito. `reason` says which limit was reached: `strangers`, `total`, `device`, `pending` for attempts of a device without an outcome, or `pace` for a device that waits after a failure of another device.',
  challenge_demanded:
    'The password or the code was right and another step must follow, or somebody began a sign-in without a password. `name` is the step.',
  challenge_failed:
    'A step was not completed. `name` is the step, and `verdict` tells a wrong code (`wrong`) from a failure.',
  challenge_throttled:
    'A code was refused without asking Cognito. `reason` says which limit of the account was reached: `window` or `total`. Many may be a thief with the password.',
  successor_reissued:
    'A refresh token was used again within the window. A replaced token got its successor again, or the successor was kept. `client` says whether it came from the `same device`, the `same network` or an `other` client. Tabs and retries cause this; many with `other` may be a thief.',
  reuse_detected:
    'A refresh token was used again after its successor had been out for long. Someone may have stolen it; the session was ended.',
  session_ended: 'A session ended before its time. `reason` says why.',
  session_marked:
    'An event about the user concerns a session that it does not end. Cognito is asked about the user again. `reason` names the event.',
  revalidation_failed:
    'Cognito could not be asked whether a user may stay signed in. The session goes on, and Cognito is asked later.',
  user_event_without_user:
    'CloudTrail reported an event about a user and did not name the user. `name` is the event.',
  mail_requested:
    'Cognito was asked to send a code. `purpose` says what for. Whether an account exists is not recorded.',
  mail_withheld:
    'No code was sent, because the account has had its mails for this purpose. The answer was the same.',
  mail_throttled: 'No code was sent, because one network has asked for too many.',
  mail_refused:
    'Cognito refused to send a code because of the account, or because of attributes of a sign-up. The answer was the same.',
  mail_failed: 'Cognito could not send a code. The answer was the same.',
  code_refused: 'A code was entered that is not valid. `purpose` says what for.',
  account_confirmed: 'A person confirmed the address of a new account and set its password.',
  password_reset: 'A person set a new password with a mailed code. The sessions of the user end.',
  reauthenticated: 'A signed-in user confirmed the identity with the password.',
  reauthentication_failed:
    'A signed-in user did not prove the identity. `verdict` tells a wrong password from a further step and from a failure.',
  reauthentication_throttled:
    'A password of a signed-in user was refused without asking Cognito. Someone may have stolen the token. `reason` says which limit was reached.',
  password_changed: 'A signed-in user changed the password. The other sessions end.',
  account_changed: 'A signed-in user changed attributes. `attributes` names them.',
  email_change_requested:
    'A signed-in user asked for another e-mail address. `outcome` is `sent`, `taken` or `undelivered`; the answer was the same.',
  email_changed:
    'A signed-in user proved the new e-mail address, which is now the name to sign in with.',
  account_deleted: 'A signed-in user deleted the account.',
  passkey_added: 'A signed-in user added a passkey.',
  passkey_removed: 'A signed-in user removed a passkey.',
  factor_enabled:
    'A signed-in user switched a second factor on. `factor` is `totp` for an authenticator app.',
  factor_disabled: 'A signed-in user switched a second factor off. `factor` names it.',
  factor_refused:
    'A second factor was not proven at its set-up. `factor` names it, and `verdict` tells a wrong code (`wrong`) from a failure.',
  factor_throttled:
    'A code at the set-up of a second factor was refused without asking Cognito, because the user had sent too many wrong ones.',
  app_event_failed:
    "An event for your own app was not accepted by the event bus. `kind` is the event's `detail-type`.",
  notice_failed: 'A mail to a user was not sent. `kind` is the notice, `reason` says why.',
  notice_omitted: 'A mail to a user was left out, because the stage has no `mail` setting.',
  session_refused: 'A refresh token named no session that could be refreshed. `reason` says why.',
};

export const auditEvents = (): string =>
  `${table(
    ['`event`', 'Meaning'],
    AUDIT_EVENTS.map((event) => [`\`${event}\``, MEANINGS[event]]),
  )}\n`;
