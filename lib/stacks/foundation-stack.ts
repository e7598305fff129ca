import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import type { Backend } from '../backend.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { createAlarmTopic } from '../constructs/alarm-topic.ts';
import { Attempts } from '../constructs/attempts.ts';
import { AuthFunction } from '../constructs/auth-function.ts';
import { ClientAddress } from '../constructs/client-address.ts';
import { RotatedKeys } from '../constructs/keys.ts';
import { createOperatorsLog } from '../constructs/operators-log.ts';
import { RevalidationBus } from '../constructs/revalidation-bus.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { Sessions } from '../constructs/sessions.ts';
import { UserDirectory } from '../constructs/upstream.ts';
import { UserLookup } from '../constructs/user-lookup.ts';

export interface FoundationStackProps extends StackProps {
  config: StageConfig;
}

/**
 * The resources that must survive a redeployment: users, sessions and keys. It does not depend on
 * the service stack.
 */
export class FoundationStack extends Stack {
  readonly backend: Backend;
  /** ARN of the topic that the alarms of all stacks notify. */
  readonly alarmTopicArn: string | undefined;

  constructor(scope: Construct, id: string, { config, ...props }: FoundationStackProps) {
    super(scope, id, { terminationProtection: config.retainData, ...props });
    const directory = new UserDirectory(this, 'Users', config);
    const { tokenKeys, signingKeys, serviceKeys, rotation } = new RotatedKeys(this, 'Keys', config);
    const mailTrigger = new AuthFunction(this, 'CustomMessage', {
      functionKey: 'custom-message',
      description: 'Chordian Auth: writes the mails with codes',
      config,
    });
    serviceKeys.grantUse(mailTrigger);
    if (config.mail) mailTrigger.addVariables({ MAIL_SERVICE_NAME: config.mail.name });
    directory.writeMailsWith(mailTrigger);
    this.backend = {
      tokens: config.tokens,
      upstream: directory.upstream,
      users: new UserLookup(directory.pool),
      tokenKeys,
      signingKeys,
      serviceKeys,
      revalidations: RevalidationBus.create(this, 'Events', config),
      sessions: Sessions.create(this, 'Sessions', config),
      attempts: Attempts.create(this, 'Attempts', config),
      clientAddress:
        config.clientIp === 'cloudfront'
          ? ClientAddress.createForCloudFront(this, 'OriginSecret', config)
          : new ClientAddress(),
    };
    this.alarmTopicArn = createAlarmTopic(this, 'Alarms', config);
    if (config.monitoring) {
      new RunbookAlarm(this, 'RotationFailed', {
        heading: 'Key rotation failed',
        summary: 'The rotation function failed',
        metric: rotation.metricErrors(),
        threshold: 1,
        topicArn: this.alarmTopicArn,
      });
      new RunbookAlarm(this, 'MailTriggerFailed', {
        heading: 'Mail trigger failed',
        summary: 'The function that writes the mails with codes failed, so they were not sent',
        metric: mailTrigger.metricErrors(),
        threshold: 1,
        topicArn: this.alarmTopicArn,
      });
    }
    const operatorsLog = createOperatorsLog(this, 'OperatorsLog', config);
    const output = (name: string, value: string) => new CfnOutput(this, name, { value });
    output(FOUNDATION_OUTPUTS.userPoolId, directory.pool.userPoolId);
    output(FOUNDATION_OUTPUTS.userPoolClientId, directory.upstream.clientId);
    output(FOUNDATION_OUTPUTS.clientSecret, directory.upstream.clientSecretArn);
    output(FOUNDATION_OUTPUTS.sessionsTable, this.backend.sessions.table.tableName);
    output(FOUNDATION_OUTPUTS.attemptsTable, this.backend.attempts.table.tableName);
    output(FOUNDATION_OUTPUTS.tokenKeys, tokenKeys.secretArn);
    if (config.tokens.algorithm === 'ES256') {
      output(FOUNDATION_OUTPUTS.signingKeys, signingKeys.secretArn);
    }
    output(FOUNDATION_OUTPUTS.serviceKeys, serviceKeys.secretArn);
    output(FOUNDATION_OUTPUTS.eventBus, this.backend.revalidations.bus.eventBusName);
    output(FOUNDATION_OUTPUTS.operatorsLog, operatorsLog.logGroupName);
    if (this.backend.clientAddress.originSecretArn) {
      output('OriginSecretArn', this.backend.clientAddress.originSecretArn);
    }
  }
}
