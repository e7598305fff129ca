import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';

export interface Queue {
  send(body: string): void;
  /** Stops the processing of messages. Returns when the current one has ended. */
  close(): Promise<void>;
}

/** How often a message is tried. A deployed queue waits between the tries, this one does not. */
const TRIES = 3;

/** A queue in memory that calls a function with one message at a time. */
export function createQueue(invoke: (event: SQSEvent) => Promise<void>): Queue {
  let isOpen = true;
  let last = Promise.resolve();

  async function process(body: string): Promise<void> {
    for (let tries = 0; isOpen && tries < TRIES; tries += 1) {
      try {
        await invoke(toEvent(body));
        return;
      } catch {
        // The function has logged its failure.
      }
    }
  }

  return {
    send(body) {
      last = last.then(() => process(body));
    },
    async close() {
      isOpen = false;
      await last;
    },
  };
}

const toEvent = (body: string): SQSEvent => ({
  Records: [
    {
      messageId: randomUUID(),
      receiptHandle: randomUUID(),
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'events.amazonaws.com',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:sandbox',
      awsRegion: 'us-east-1',
    },
  ],
});
