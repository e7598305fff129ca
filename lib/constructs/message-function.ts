import { Duration, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type DeadLetterQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TIMEOUTS } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { AuthFunction } from './auth-function.ts';

export interface MessageFunctionProps {
  functionKey: 'revalidate' | 'user-events' | 'notices';
  description: string;
  config: Pick<StageConfig, 'logRetention' | 'retainData' | 'tracing' | 'encryptionKeyArn'>;
  /** How long a message waits at most. */
  retention: Duration;
  /** How many messages are processed at the same time. */
  concurrency: number;
  deadLetters?: DeadLetterQueue;
}

/** A queue and the function that processes its messages one by one. */
export class MessageFunction extends Construct {
  readonly queue: Queue;
  readonly fn: AuthFunction;

  constructor(scope: Construct, id: string, props: MessageFunctionProps) {
    super(scope, id);
    const { functionKey, description, config, retention, concurrency, deadLetters } = props;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      // AWS recommends six times the time-out of the function (Lambda: "Using Lambda with SQS").
      visibilityTimeout: Duration.seconds(6 * TIMEOUTS.function),
      ...(deadLetters && { deadLetterQueue: deadLetters }),
    });
    this.fn = new AuthFunction(this, 'Function', { functionKey, description, config });
    const source = new SqsEventSource(this.queue, { batchSize: 1, maxConcurrency: concurrency });
    // `Function` declares `role?: IRole`, so `exactOptionalPropertyTypes` does not accept it.
    (this.fn as IFunction).addEventSource(source);
    Validations.of(this.fn).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda supports this destination for streams only. The queue keeps a failed message, and ' +
        'its redrive policy moves it to the dead-letter queue if it has one.',
    });
  }
}
