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
  /** The exact text of a `##` heading in the runbook. */
  heading: string;
  /** What happened, as a sentence without a full stop. */
  summary: string;
  metric: IMetric;
  threshold: number;
  /** How many of the last `of` datapoints must reach the threshold. Defaults to 1 of 1. */
  datapoints?: { breaching: number; of: number };
  topicArn: string | undefined;
}

/** An alarm whose description links to the runbook. Missing data does not raise it. */
export class RunbookAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { heading, summary, metric, threshold, datapoints, topicArn }: RunbookAlarmProps,
  ) {
    super(scope, id, {
      alarmDescription: `${summary}. What to do: ${buildRunbookLink(heading)}`,
      metric,
      threshold,
      datapointsToAlarm: datapoints?.breaching ?? 1,
      evaluationPeriods: datapoints?.of ?? 1,
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

/** The period that one datapoint of a metric covers. */
export const PERIOD = Duration.minutes(5);

/**
 * Builds the link to a heading of the runbook.
 * @throws {TypeError} if the runbook does not have the heading
 */
export function buildRunbookLink(heading: string): string {
  const lines = readFileSync(inRepository(RUNBOOK), 'utf8').split('\n');
  if (!lines.includes(`## ${heading}`)) {
    throw new TypeError(`${RUNBOOK} must have the heading "## ${heading}".`);
  }
  return `${RUNBOOK}#${heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s+/g, '-')}`;
}
