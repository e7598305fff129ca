import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { inRepository } from '../paths.ts';

const RUNBOOK = 'docs/runbook.md';

export interface RunbookAlarmProps {
  /** A `##` heading of the runbook, word for word. */
  heading: string;
  /** What has happened, in a sentence without its full stop. */
  summary: string;
  metric: IMetric;
  threshold: number;
  /**
   * Periods of the metric that must be at the threshold, and of how many. One of one unless said.
   */
  periods?: { breaching: number; of: number };
  topicArn: string | undefined;
}

/** An alarm that says where to read on. Silence is good news: no traffic, no alarm. */
export class RunbookAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { heading, summary, metric, threshold, periods, topicArn }: RunbookAlarmProps,
  ) {
    super(scope, id, {
      alarmDescription: `${summary}. What to do: ${runbookLink(heading)}`,
      metric,
      threshold,
      datapointsToAlarm: periods?.breaching ?? 1,
      evaluationPeriods: periods?.of ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topicArn) {
      const action = new SnsAction(Topic.fromTopicArn(this, 'Topic', topicArn));
      this.addAlarmAction(action);
      this.addOkAction(action);
    }
  }
}

/** How long one datapoint of an alarm's metric is. */
export const PERIOD = Duration.minutes(5);

/**
 * The runbook's anchor of a heading.
 * @throws {TypeError} when the runbook has no such heading: an alarm must not point nowhere.
 */
export function runbookLink(heading: string): string {
  const lines = readFileSync(inRepository(RUNBOOK), 'utf8').split('\n');
  if (!lines.includes(`## ${heading}`)) {
    throw new TypeError(`${RUNBOOK} has no heading "## ${heading}"`);
  }
  return `${RUNBOOK}#${heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s+/g, '-')}`;
}
