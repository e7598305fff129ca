import { AUDIT_EVENTS, type AuditEvent } from '../../contract/metrics.ts';
import { table } from './markdown.ts';

const MEANINGS: Record<AuditEvent, string> = {
  login_succeeded: 'A session began.',
  login_failed:
    'Cognito was asked and no session began. `verdict` tells a wrong password from a further step and from a failure.',
  captcha_demanded: 'Too many attempts from one network; the client was asked for a CAPTCHA.',
  login_throttled:
    'Refused without asking Cognito. `reason` says which limit was reached: `strangers`, `total`, `device`, or `pending` for attempts of a device without an outcome.',
  challenge_demanded:
    'The password or the code was right and another step must follow. `name` is the step.',
  challenge_failed:
    'A step was not completed. `name` is the step, and `verdict` tells a wrong code (`wrong`) from a failure.',
  challenge_throttled:
    'A code was refused without asking Cognito. `reason` says which limit of the account was reached: `window` or `total`. Many may be a thief with the password.',
  successor_reissued:
    'A refresh token was used again within the window and got the same successor again. `client` says whether it came from the `same device`, the `same network` or an `other` client. Tabs and retries cause this; many with `other` may be a thief.',
  reuse_detected:
    'A refresh token was used again after its successor had been out for long. Someone may have stolen it; the session was ended.',
  session_ended: 'A session ended before its time. `reason` says why.',
  session_marked:
    'An event about the user concerns a session that it does not end. Cognito is asked about the user again. `reason` names the event.',
  revalidation_failed:
    'Cognito could not be asked whether a user may stay signed in. The session goes on, and Cognito is asked later.',
  user_event_without_user:
    'CloudTrail reported an event about a user and did not name the user. `name` is the event.',
  session_refused: 'A refresh token named no session that could be refreshed. `reason` says why.',
};

export const auditEvents = (): string =>
  `${table(
    ['`event`', 'Meaning'],
    AUDIT_EVENTS.map((event) => [`\`${event}\``, MEANINGS[event]]),
  )}\n`;
