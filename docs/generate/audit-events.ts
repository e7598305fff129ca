import { AUDIT_EVENTS, type AuditEvent } from '../../contract/metrics.ts';
import { table } from './markdown.ts';

const MEANINGS: Record<AuditEvent, string> = {
  login_succeeded: 'A session began.',
  login_failed:
    'Cognito was asked and no session began. `verdict` tells a wrong password from a further step and from a failure.',
  captcha_demanded: 'Too many failures; the client was asked for a CAPTCHA.',
  login_throttled: 'Refused without asking Cognito: too many attempts, or its lockout is still on.',
  successor_reissued:
    'A refresh token was used again within the window and got the same successor again. `client` says whether it came from the `same device`, the `same network` or an `other` client. Tabs and retries cause this; many with `other` may be a thief.',
  reuse_detected:
    'A refresh token was used again after its successor had been out for long. Someone may have stolen it; the session was ended.',
  session_ended: 'A session ended before its time. `reason` says why.',
  session_refused: 'A refresh token named no session that could be refreshed. `reason` says why.',
};

export const auditEvents = (): string =>
  `${table(
    ['`event`', 'Meaning'],
    AUDIT_EVENTS.map((event) => [`\`${event}\``, MEANINGS[event]]),
  )}\n`;
