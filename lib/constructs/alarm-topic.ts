import { Annotations, Validations } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';

/**
 * Returns the ARN of the topic that a stage's alarms notify: that of the configuration, or that of a
 * new topic for an e-mail address. A stage that keeps its data without either gets a warning.
 */
export function createAlarmTopic(
  scope: Construct,
  id: string,
  config: Pick<StageConfig, 'alarmTopicArn' | 'alarmEmail' | 'monitoring' | 'retainData'>,
): string | undefined {
  const { alarmTopicArn, alarmEmail, monitoring, retainData } = config;
  if (!monitoring || alarmTopicArn !== undefined) return alarmTopicArn;
  if (alarmEmail === undefined) {
    if (retainData) {
      Annotations.of(scope).addWarningV2(
        'chordian-auth:alarms',
        'The alarms of this stage notify nobody. Set alarmTopicArn or alarmEmail.',
      );
    }
    return undefined;
  }
  const topic = new Topic(scope, id, { displayName: 'Chordian Auth alarms', enforceSSL: true });
  topic.addSubscription(new EmailSubscription(alarmEmail));
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
  Validations.of(topic).acknowledge(
    {
      id: 'AwsSolutions-SNS2',
      reason:
        'CloudWatch cannot publish to a topic that is encrypted with the key of AWS. The ' +
        'messages name alarms and contain no data of users.',
    },
    {
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'CloudWatch shows an alarm whose e-mail is lost. Nobody would read a queue of them.',
    },
  );
  return topic.topicArn;
}
