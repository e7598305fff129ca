import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** A pattern as EventBridge spells it. */
export interface ServicePattern {
  source: string[];
  'detail-type': string[];
  detail?: object;
}

/** Converts a pattern of EventBridge to the form of CDK, which spells one member differently. */
export function toCdkPattern({
  'detail-type': detailType,
  ...pattern
}: ServicePattern): EventPattern {
  return { ...pattern, detailType } as EventPattern;
}
