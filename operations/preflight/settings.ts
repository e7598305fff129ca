/** Whether what the settings of the stage name exists, and can be used in the region. */

import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { checkStage } from '../../lib/config/check-stage.ts';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import type { Stage } from '../../lib/config/stages.ts';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import { explain } from '../frame/explain.ts';
import { type Check, type Finding, failed, passed, skipped } from './check.ts';

/** A finding about the values alone, which needs no account. */
export const validSettings = {
  name: 'Settings',
  find({ name, config }: Stage): Finding {
    try {
      checkStage(name, config);
    } catch (error) {
      return failed(`${(error as Error).message} Correct it in lib/config/stages.ts.`);
    }
    return passed(`The settings of ${name} are valid.`);
  },
};

/** What AWS says if there is nothing of that name. */
const ABSENT = [
  'InvalidParameterException',
  'NoSuchHostedZone',
  'NotFoundException',
  'NotFound',
  'ResourceNotFoundException',
];

/** A check of the resource that a setting names. It is skipped if the stage does not set it. */
function resourceCheck<T>(
  setting: string,
  read: (config: StageConfig) => T | undefined,
  find: (value: T, config: StageConfig) => Promise<Finding>,
): Check {
  return {
    name: setting,
    async find({ config, region }) {
      const value = read(config);
      if (value === undefined) return skipped('The stage does not set it.');
      const ownRegion = /^arn:[^:]*:[^:]*:([^:]+):/.exec(String(value))?.[1];
      if (ownRegion !== undefined && ownRegion !== region) {
        return failed(
          `${value} is in ${ownRegion}, and the stage is deployed to ${region}. ` +
            'Name one of this region.',
        );
      }
      return find(value, config).catch((error: Error) => {
        if (!ABSENT.includes(error.name)) throw error;
        return failed(`${explain(error)} Correct the setting in lib/config/stages.ts.`);
      });
    },
  };
}

/** A wildcard covers one label. */
const coversName = (pattern: string, name: string): boolean =>
  pattern === name ||
  (pattern.startsWith('*.') && pattern.slice(1) === name.slice(name.indexOf('.')));

const certificate = resourceCheck(
  'domain.certificateArn',
  ({ domain }) => domain?.certificateArn,
  async (arn, { domain }) => {
    const { Certificate } = await new ACMClient(CLIENT_SETTINGS).send(
      new DescribeCertificateCommand({ CertificateArn: arn }),
    );
    const { Status = 'unknown', SubjectAlternativeNames = [] } = Certificate ?? {};
    if (Status !== 'ISSUED') {
      return failed(`The certificate is ${Status}. Validate or renew it, then deploy.`);
    }
    const name = domain?.name ?? '';
    return SubjectAlternativeNames.some((pattern) => coversName(pattern, name))
      ? passed(`The certificate covers ${name}.`)
      : failed(
          `The certificate covers ${SubjectAlternativeNames.join(', ')} and not ${name}. ` +
            'Request one for this name.',
        );
  },
);

const hostedZone = resourceCheck(
  'domain.hostedZone',
  ({ domain }) => domain?.hostedZone?.id,
  async (id, { domain }) => {
    const { HostedZone } = await new Route53Client(CLIENT_SETTINGS).send(
      new GetHostedZoneCommand({ Id: id }),
    );
    const found = HostedZone?.Name?.replace(/\.$/, '');
    const expected = domain?.hostedZone?.name;
    return found === expected
      ? passed(`The hosted zone is ${found}.`)
      : failed(
          `The hosted zone ${id} is ${found}, and the setting names ${expected}. ` +
            'Correct the setting in lib/config/stages.ts.',
        );
  },
);

const alarmTopic = resourceCheck(
  'alarmTopicArn',
  ({ alarmTopicArn }) => alarmTopicArn,
  async (arn) => {
    const { Attributes = {} } = await new SNSClient(CLIENT_SETTINGS).send(
      new GetTopicAttributesCommand({ TopicArn: arn }),
    );
    return Number(Attributes.SubscriptionsConfirmed ?? 0) > 0
      ? passed(`The topic has ${Attributes.SubscriptionsConfirmed} confirmed subscriptions.`)
      : failed('The topic has no confirmed subscription, so alarms reach no one. Subscribe to it.');
  },
);

const encryptionKey = resourceCheck(
  'encryptionKeyArn',
  ({ encryptionKeyArn }) => encryptionKeyArn,
  async (arn) => {
    const { KeyMetadata } = await new KMSClient(CLIENT_SETTINGS).send(
      new DescribeKeyCommand({ KeyId: arn }),
    );
    const { KeyState = 'unknown', KeySpec = 'unknown' } = KeyMetadata ?? {};
    if (KeyState !== 'Enabled')
      return failed(`The key is ${KeyState}. Enable it, or name another.`);
    return KeySpec === 'SYMMETRIC_DEFAULT'
      ? passed('The key is enabled.')
      : failed(`The key is ${KeySpec}. Secrets Manager needs a symmetric key.`);
  },
);

export const RESOURCE_CHECKS = [certificate, hostedZone, alarmTopic, encryptionKey];
