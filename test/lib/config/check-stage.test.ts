import { expect, test } from '@jest/globals';
import { checkStage } from '../../../lib/config/check-stage.ts';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import { STAGES } from '../../../lib/config/stages.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

/** A domain whose record is to be made in a hosted zone. */
const domainIn = (hostedZone: { id: string; name: string }): Partial<StageConfig> => ({
  domain: { name: 'auth.example.com', certificateArn, hostedZone },
});

const invalid: [Partial<StageConfig>, RegExp][] = [
  [{ allowedOrigins: ['https://app.example.com/'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['*'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['null'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['http://app.example.com'] }, /allowedOrigins must use https/],
  [{ tokens: { issuer: '', audience: 'a' } }, /tokens.issuer/],
  [{ tokens: { issuer: 'a', audience: 'a b' } }, /tokens.audience/],
  [
    { tokens: { issuer: 'a', audience: 'b', otherAudiences: ['c', 'd,e'] } },
    /tokens.otherAudiences must not .* got "d,e"/,
  ],
  [
    { encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:alias/auth' },
    /encryptionKeyArn must be the ARN of a KMS key, not of an alias/,
  ],
  [{ documentationUrl: 'docs' }, /documentationUrl/],
  [{ documentationUrl: 'https://docs.example.com/#errors' }, /documentationUrl/],
  [
    { documentationUrl: 'https://docs.example.com/$context.path' },
    /documentationUrl .*API Gateway/,
  ],
  [{ domain: { name: 'https://auth.example.com', certificateArn } }, /domain.name/],
  [{ domain: { name: 'auth.example.com', certificateArn: '' } }, /domain.certificateArn/],
  [domainIn({ id: '', name: 'example.com' }), /domain.hostedZone.id/],
  [domainIn({ id: 'Z1', name: 'example.org' }), /must lie in the hosted zone/],
  [{ logRetention: 10 }, /logRetention/],
  [{ featurePlan: 'lite' as never }, /featurePlan must be one of LITE, ESSENTIALS, PLUS/],
  [
    { waf: { login: 9, refresh: 10, other: 10 } },
    /waf.login must be an integer from 10 to 2000000000, got 9/,
  ],
  [{ waf: { login: 10, refresh: 10.5, other: 10 } }, /waf.refresh/],
  [{ waf: { login: 10, refresh: 10 } as never }, /waf.other/],
  [{ waf: true as never }, /waf.login/],
  [{ clientIp: 'cloudfront' }, /waf must have limits if clientIp is "cloudfront"/],
  [{ alarmTopicArn: 'alarms' }, /alarmTopicArn/],
  [{ alarmEmail: 'ops' }, /alarmEmail must be an e-mail address/],
  [
    { alarmEmail: 'ops@example.com', alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' },
    /alarmEmail must be omitted if alarmTopicArn is set/,
  ],
  [{ retainData: true }, /allowTestUser/],
  [{ concurrency: { login: { reserved: 0 } } }, /concurrency.login.reserved/],
  [{ concurrency: { login: { reserved: 1, provisioned: 2 } } }, /concurrency.login.provisioned/],
  [
    { concurrency: { 'rotate-keys': { reserved: 0.5 } } },
    /concurrency.rotate-keys.reserved must be a positive integer/,
  ],
  [
    { concurrency: { 'rotate-keys': { provisioned: 1 } as object } },
    /concurrency.rotate-keys.provisioned must be omitted/,
  ],
  [
    { concurrency: { authorizer: { reserved: 1 } } as object },
    /concurrency.authorizer must name a function: one of login, .*rotate-keys/,
  ],
];

test.each(invalid)('rejects %j and names the setting', (changed, message) => {
  expect(() => checkStage('dev', { ...STAGES.dev, ...changed })).toThrow(message);
});
