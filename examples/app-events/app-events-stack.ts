import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface AppEventsStackProps extends StackProps {
  /** The bus of the foundation, which is also its output `EventBusName`. */
  eventBusName: string;
}

/** A queue of your own. It receives the accounts that were deleted, whose data you delete. */
export class AppEventsStack extends Stack {
  constructor(scope: Construct, id: string, { eventBusName, ...props }: AppEventsStackProps) {
    super(scope, id, props);
    const queue = new Queue(this, 'Deleted', { enforceSSL: true });
    new Rule(this, 'AccountDeleted', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', eventBusName),
      eventPattern: { source: ['chordian-auth'], detailType: ['deleted'] },
      targets: [new SqsQueue(queue)],
    });
  }
}
