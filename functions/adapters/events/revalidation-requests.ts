import * as z from 'zod/mini';
import { REVALIDATION_REQUEST } from '../../../contract/revalidation-request.ts';
import type { Clock } from '../../core/ports.ts';
import type { RevalidationRequests } from '../../core/revocation/revalidation-requests.ts';
import { withoutSecrets } from '../redact.ts';
import type { EventBridgeAccess } from './aws-variables.ts';
import { post } from './post.ts';
import { signHeaders } from './sign.ts';

/** `source` of API_PutEvents. */
const TARGET = 'AWSEvents.PutEvents';
const CONTENT_TYPE = 'application/x-amz-json-1.1';

const accepted = z.object({ FailedEntryCount: z.literal(0) });

interface Settings {
  /** Read for each request, because Lambda may replace the credentials. */
  access: () => EventBridgeAccess;
  busName: string;
  timeoutMs: number;
  clock: Clock;
}

/** Puts requests on an event bus with `PutEvents`, in one try. */
export const eventBridgeRequests = ({
  access,
  busName,
  timeoutMs,
  clock,
}: Settings): RevalidationRequests => ({
  async send(sessions) {
    const body = JSON.stringify({
      Entries: sessions.map(({ sub, sid }) => ({
        Source: REVALIDATION_REQUEST.source,
        DetailType: REVALIDATION_REQUEST.detailType,
        Detail: JSON.stringify({ sub, sid }),
        EventBusName: busName,
      })),
    });
    const { url, region, credentials } = access();
    const headers = signHeaders(
      {
        method: 'POST',
        url,
        headers: { 'Content-Type': CONTENT_TYPE, 'X-Amz-Target': TARGET },
        body,
      },
      { credentials, region, service: 'events', now: clock() },
    );
    const response = await post(url, { headers, body, timeoutMs }).catch((error: unknown) => {
      throw withoutSecrets(error, [credentials.secretAccessKey]);
    });
    if (response.status !== 200 || !isAccepted(response.body)) {
      throw new Error(`EventBridge did not accept the event (HTTP ${response.status})`);
    }
  },
});

function isAccepted(body: string): boolean {
  try {
    return z.safeParse(accepted, JSON.parse(body)).success;
  } catch {
    return false;
  }
}
