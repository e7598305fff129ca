import { describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { revalidationEvent } from '../../../contract/revalidation-request.ts';
import { createQueueHandler } from '../../../functions/queue/queue-handler.ts';

const sqsEvent = (...bodies: string[]): SQSEvent =>
  ({
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
  }) as unknown as SQSEvent;

const message = (sid: string) =>
  JSON.stringify({
    version: '0',
    source: 'chordian-auth',
    time: '2026-03-01T12:00:00Z',
    detail: { sub: 'alice', sid },
  });

function handlerOf(failing: (sid: string) => boolean = () => false) {
  const handled: string[] = [];
  const failures: unknown[] = [];
  const handler = createQueueHandler(revalidationEvent, {
    handle: async ({ detail: { sid } }) => {
      if (failing(sid)) throw new Error('secret cause');
      handled.push(sid);
    },
    logFailure: (error, fields) => failures.push([error, fields]),
  });
  return { handler, handled, failures };
}

test('handles every message in order', async () => {
  const { handler, handled } = handlerOf();
  await handler(sqsEvent(message('one'), message('two')));
  expect(handled).toEqual(['one', 'two']);
});

describe('throws, so that the queue delivers the message again, if', () => {
  test('handling it fails, and logs the cause', async () => {
    const { handler, failures } = handlerOf(() => true);
    await expect(handler(sqsEvent(message('one')))).rejects.toThrow(
      /^message m0 was not processed$/,
    );
    expect(failures).toEqual([[new Error('secret cause'), { message_id: 'm0' }]]);
  });

  test.each(['not JSON', '{}', 'null', JSON.stringify({ time: 'x', detail: {} })])(
    'its body is %s',
    async (body) => {
      const { handler, handled, failures } = handlerOf();
      await expect(handler(sqsEvent(body))).rejects.toThrow(/was not processed/);
      expect(handled).toEqual([]);
      expect(failures).toHaveLength(1);
    },
  );
});
