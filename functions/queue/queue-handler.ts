import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';

export type QueueHandler = (event: SQSEvent) => Promise<void>;

/**
 * Creates a handler of the messages of a queue, whose bodies are events of EventBridge. A message
 * that is not processed is thrown, so that the queue delivers it again (Lambda: "Using Lambda with
 * Amazon SQS").
 * @param logFailure logs the causes, which the error of the handler does not contain
 */
export const createQueueHandler =
  <S extends z.ZodMiniType>(
    schema: S,
    { handle, logFailure }: QueuePorts<z.output<S>>,
  ): QueueHandler =>
  async ({ Records }) => {
    for (const { messageId, body } of Records) {
      try {
        await handle(z.parse(schema, JSON.parse(body)));
      } catch (error) {
        logFailure(error, { message_id: messageId });
        throw new Error(`message ${messageId} was not processed`);
      }
    }
  };

export interface QueuePorts<Message> {
  handle: (message: Message) => Promise<void>;
  logFailure: (error: unknown, fields: Readonly<Record<string, string>>) => void;
}
