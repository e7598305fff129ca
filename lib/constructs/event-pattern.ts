import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** Converts a pattern of EventBridge to the form of CDK, which spells one member differently. */
export function toCdkPattern({
  'detail-type': detailType,
  ...pattern
}: {
  source: string[];
  'detail-type': string[];
  detail?: object;
}): EventPattern {
  return { ...pattern, detailType } as EventPattern;
}
