import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { encryptWith } from './encryption-key.ts';
import { removalOf } from './removal.ts';

/**
 * Creates the log group to which operators' commands write what they change. It belongs to the
 * foundation, because the commands read the outputs of that stack.
 */
export const createOperatorsLog = (
  scope: Construct,
  id: string,
  config: Pick<StageConfig, 'logRetention' | 'retainData' | 'encryptionKeyArn'>,
): LogGroup =>
  new LogGroup(scope, id, {
    retention: config.logRetention as RetentionDays,
    removalPolicy: removalOf(config),
    ...encryptWith(scope, id, config.encryptionKeyArn),
  });
