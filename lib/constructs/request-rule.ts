import { type Acknowledgment, Validations } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type ServicePattern, toCdkPattern } from './event-pattern.ts';
import type { BusHandle } from './revalidation-bus.ts';

/** `reason` is why a request may be lost. */
interface RequestRuleProps extends Pick<Acknowledgment, 'reason'> {
  description: string;
  bus: BusHandle;
  pattern: ServicePattern;
  queue: Queue;
}

/** Sends requests of the service itself from the bus to a queue that has no dead-letter queue. */
export function createRequestRule(
  scope: Construct,
  id: string,
  { description, bus, pattern, queue, reason }: RequestRuleProps,
): void {
  const rule = new Rule(scope, id, {
    description,
    eventBus: EventBus.fromEventBusName(scope, 'Bus', bus.eventBusName),
    eventPattern: toCdkPattern(pattern),
    targets: [new SqsQueue(queue)],
  });
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
  Validations.of(queue).acknowledge(
    { id: 'AwsSolutions-SQS3', reason },
    { id: 'Serverless-SQSRedrivePolicy', reason },
  );
}
