import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { USER_EVENTS, VALIDATION } from '../../contract/limits.ts';
import { REVALIDATION_PATTERN } from '../../contract/revalidation-request.ts';
import { userEventPattern } from '../../contract/user-events.ts';
import { type Backend, connect } from '../backend.ts';
import type { StageConfig } from '../config/stage-config.ts';
import type { AuthFunction } from './auth-function.ts';
import { serviceNameOf } from './auth-function.ts';
import { toCdkPattern } from './event-pattern.ts';
import { createMetrics } from './function-metrics.ts';
import { MessageFunction } from './message-function.ts';
import { createRequestRule } from './request-rule.ts';
import { PERIOD, RunbookAlarm } from './runbook-alarm.ts';

export interface RevocationProps {
  backend: Backend;
  config: StageConfig;
  alarmTopicArn: string | undefined;
}

/**
 * Ends or confirms sessions after users changed in Cognito: on the events that CloudTrail reports,
 * and on the requests of the functions that accept session JWTs.
 */
export class Revocation extends Construct {
  readonly functions: readonly AuthFunction[];

  constructor(scope: Construct, id: string, { backend, config, alarmTopicArn }: RevocationProps) {
    super(scope, id);
    const revalidation = this.#createRevalidation(backend, config);
    const { userEvents, deadLetters } = this.#createUserEvents(backend, config);
    this.functions = [revalidation.fn, userEvents.fn];
    for (const fn of this.functions) connect(fn, backend);
    if (config.monitoring) {
      this.#createAlarms({ revalidation, userEvents, deadLetters }, alarmTopicArn);
    }
  }

  #createRevalidation(backend: Backend, config: StageConfig): MessageFunction {
    const revalidation = new MessageFunction(this, 'Revalidate', {
      functionKey: 'revalidate',
      description: 'Chordian Auth: asks Cognito whether users may stay signed in',
      config,
      retention: Duration.seconds(VALIDATION.requestLifetime),
      concurrency: config.revalidation?.concurrency ?? VALIDATION.concurrency,
    });
    createRequestRule(this, 'RevalidationRequested', {
      description: 'Chordian Auth: requests to confirm users',
      bus: backend.revalidations.bus,
      pattern: REVALIDATION_PATTERN,
      queue: revalidation.queue,
      reason:
        'A lost request is made again by the next use of the session, and an old one is of no use.',
    });
    return revalidation;
  }

  #createUserEvents(backend: Backend, config: StageConfig) {
    const deadLetters = new Queue(this, 'UserEventsDead', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(USER_EVENTS.keepDays),
    });
    Validations.of(deadLetters).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is a dead-letter queue. An alarm reports its first message.',
    });
    const userEvents = new MessageFunction(this, 'UserEvents', {
      functionKey: 'user-events',
      description: 'Chordian Auth: ends sessions after events about users in Cognito',
      config,
      retention: Duration.days(USER_EVENTS.keepDays),
      concurrency: VALIDATION.concurrency,
      // CloudTrail does not repeat an event, and revalidation cannot see all that events report.
      deadLetters: { queue: deadLetters, maxReceiveCount: USER_EVENTS.tries },
    });
    new Rule(this, 'UserChanged', {
      description: 'Chordian Auth: events about users of the user pool',
      eventPattern: toCdkPattern(userEventPattern(backend.users.pool.userPoolId)),
      targets: [new SqsQueue(userEvents.queue, { deadLetterQueue: deadLetters })],
    });
    return { userEvents, deadLetters };
  }

  #createAlarms(
    { revalidation, userEvents, deadLetters }: Sources,
    topicArn: string | undefined,
  ): void {
    const { auditEvents } = createMetrics(serviceNameOf(this));
    const alarms = {
      RevalidationFailed: {
        heading: 'Revalidation failed',
        summary: 'Cognito could not be asked whether users may stay signed in',
        metric: auditEvents('revalidation_failed'),
        threshold: 5,
      },
      RevalidateErrors: {
        heading: 'Revalidation failed',
        summary: 'The function that asks Cognito about users failed',
        metric: revalidation.fn.metricErrors({ period: PERIOD }),
        threshold: 5,
      },
      UserEventsFailed: {
        heading: 'User events failed',
        summary: 'An event about a user in Cognito was not processed',
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD }),
        threshold: 1,
      },
      UserEventsDelayed: {
        heading: 'User events failed',
        summary: 'Events about users in Cognito wait for ten minutes or longer',
        metric: userEvents.queue.metricApproximateAgeOfOldestMessage({ period: PERIOD }),
        threshold: Duration.minutes(10).toSeconds(),
      },
      UserEventsWithoutUser: {
        heading: 'User events without a user',
        summary: 'CloudTrail reported events about users in Cognito without naming the user',
        metric: auditEvents('user_event_without_user'),
        threshold: 1,
      },
    };
    for (const [name, alarm] of Object.entries(alarms)) {
      new RunbookAlarm(this, name, { ...alarm, topicArn });
    }
  }
}

interface Sources {
  revalidation: MessageFunction;
  userEvents: MessageFunction;
  deadLetters: Queue;
}
