import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../../contract/event-source.ts';
import { withDeadline } from '../deadline.ts';

/** An event of the service. `detailType` says what it is about. */
export interface BusEvent {
  detailType: string;
  detail: object;
}

export interface EventBus {
  /** @throws {Error} if an event was not accepted in time; the message contains nothing of it */
  put(events: readonly BusEvent[]): Promise<void>;
}

/**
 * Puts events on a bus with `PutEvents`.
 * @param timeoutMs milliseconds for all tries together
 */
export const eventBus = (
  client: EventBridgeClient,
  { busName, timeoutMs }: { busName: string; timeoutMs: number },
): EventBus => ({
  async put(events) {
    const command = new PutEventsCommand({
      Entries: events.map(({ detailType, detail }) => ({
        Source: EVENT_SOURCE,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
        EventBusName: busName,
      })),
    });
    const outcome = await withDeadline(timeoutMs, (abortSignal) =>
      client.send(command, { abortSignal }),
    ).catch((error: unknown) => nameOf(error));
    if (typeof outcome === 'string' || outcome.FailedEntryCount !== 0) {
      const reason = typeof outcome === 'string' ? outcome : 'an entry failed';
      throw new Error(`EventBridge did not accept the event: ${reason}`);
    }
  },
});

/** An error may quote the event, which may contain an e-mail address. Its name does not. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
