import { expect, test } from '@jest/globals';
import { checkStage } from '../../../lib/config/check-stage.ts';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import { STAGES } from '../../../lib/config/stages.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

/** A domain whose record is to be made in a hosted zone. */
const domainIn = (hostedZone: { id: string; name: string }): Partial<StageConfig> => ({
  domain: { name: 'auth.example.com', certificateArn, hostedZone },
});

const EMAIL_CODES = {
  featurePlan: 'ESSENTIALS',
  passwordless: { emailCode: true },
} as const;

/** The settings of a stage with passkeys. */
const passkeysOf = (
  relyingParty: string,
  rest: Partial<StageConfig> = {},
): Partial<StageConfig> => ({
  featurePlan: 'ESSENTIALS',
  passwordless: { passkeys: { relyingParty } },
  ...rest,
});

const invalid: [Partial<StageConfig>, RegExp][] = [
  [{ allowedOrigins: ['https://app.example.com/'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['*'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['null'] }, /allowedOrigins must contain origins/],
  [{ allowedOrigins: ['http://app.example.com'] }, /allowedOrigins must use https/],
  [{ tokens: { issuer: '', audience: 'a' } }, /tokens.issuer/],
  [{ tokens: { issuer: 'a', audience: 'a b' } }, /tokens.audience/],
  [
    { tokens: { issuer: 'a', audience: 'b', algorithm: 'none' as 'ES256' } },
    /tokens.algorithm must be HS256 or ES256, got "none"/,
  ],
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
  [{ signUp: true, retainData: true, allowTestUser: false }, /mail must be set if signUp and/],
  [{ mail: { from: 'Example <a@example.com>', name: 'A' } }, /mail.from must be an e-mail address/],
  [{ mail: { from: 'a@example.com\r\nBcc: b@example.com', name: 'A' } }, /mail.from/],
  [{ mail: { from: 'a@example.com', name: 'A" <b@example.org>' } }, /mail.name/],
  [{ mail: { from: 'a@example.com', name: 'A\nB' } }, /mail.name/],
  [{ mail: { from: 'a@example.com', name: '' } }, /mail.name/],
  [
    { mail: { from: 'a@example.com', name: 'A', identity: 'ample.com' } },
    /mail.identity must be the address a@example.com or a domain that contains it/,
  ],
  [{ signUp: true, names: 'any' }, /signUp must be false if names is "any"/],
  [{ mails: { perNetwork: 0 } }, /mails.perNetwork must be a positive integer, got 0/],
  [{ mails: { perNetwork: 1.5 } }, /mails.perNetwork/],
  [{ passwords: { minLength: 5 } }, /passwords.minLength must be an integer from 6 to 99, got 5/],
  [{ passwords: { minLength: 100 } }, /passwords.minLength/],
  [{ passwords: { minLength: 8.5 } }, /passwords.minLength/],
  [
    { challengeLifetime: 120 },
    /challengeLifetime must be whole minutes from 180 to 900 seconds, got 120/,
  ],
  [{ challengeLifetime: 330 }, /challengeLifetime/],
  [{ challengeLifetime: 960 }, /challengeLifetime/],
  [
    { passwordless: { emailCode: true } },
    /featurePlan must be ESSENTIALS or PLUS if passwordless.emailCode is set, got "LITE"/,
  ],
  [
    { ...EMAIL_CODES, mfa: 'required' },
    /mfa must be "off" or "optional" if passwordless.emailCode is true, got "required"/,
  ],
  [
    { passwordless: { passkeys: { relyingParty: 'example.com' } } },
    /featurePlan must be ESSENTIALS or PLUS if passwordless.passkeys is set, got "LITE"/,
  ],
  ...['', 'example', 'Example.com', 'https://example.com', '.example.com', '10.0.0.1'].map(
    (relyingParty): [Partial<StageConfig>, RegExp] => [
      passkeysOf(relyingParty),
      /relyingParty must be a domain in lower case, such as example.com, got/,
    ],
  ),
  ...['amazonaws.com', 'abc.execute-api.eu-west-1.amazonaws.com', 'd1.cloudfront.net'].map(
    (relyingParty): [Partial<StageConfig>, RegExp] => [
      passkeysOf(relyingParty),
      /relyingParty must be a domain of your own, got/,
    ],
  ),
  ...['https://example.com.evil.example', 'https://notexample.com', 'https://com'].map(
    (origin): [Partial<StageConfig>, RegExp] => [
      passkeysOf('example.com', { allowedOrigins: ['https://app.example.com', origin] }),
      /allowedOrigins must lie at or below the relying party example.com of passkeys, got/,
    ],
  ),
  [
    passkeysOf('example.org', { domain: { name: 'auth.example.com', certificateArn } }),
    /domain.name must lie at or below the relying party example.org of passkeys, got/,
  ],
  [{ mfa: 'on' as never }, /mfa must be one of off, optional, required, got "on"/],
  [{ ...EMAIL_CODES, names: 'any' }, /names must be "email"/],
  [{ ...EMAIL_CODES, retainData: true, allowTestUser: false }, /mail must be set if retainData/],
  [{ attributes: ['email' as never] }, /attributes must contain only .*, got "email"/],
  [{ attributes: ['custom:role' as never] }, /attributes must contain only/],
  [{ featurePlan: 'lite' as never }, /featurePlan must be one of LITE, ESSENTIALS, PLUS/],
  [
    { waf: { login: 9, refresh: 10, session: 10, other: 10 } },
    /waf.login must be an integer from 10 to 2000000000, got 9/,
  ],
  [{ waf: { login: 10, refresh: 10.5, session: 10, other: 10 } }, /waf.refresh/],
  [{ waf: { login: 10, refresh: 10, other: 10 } as never }, /waf.session/],
  [{ waf: true as never }, /waf.login/],
  [{ clientIp: 'cloudfront' }, /waf must have limits if clientIp is "cloudfront"/],
  [{ alarmTopicArn: 'alarms' }, /alarmTopicArn/],
  [{ alarmEmail: 'ops' }, /alarmEmail must be an e-mail address/],
  [
    { alarmEmail: 'ops@example.com', alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' },
    /alarmEmail must be omitted if alarmTopicArn is set/,
  ],
  [{ retainData: true }, /allowTestUser/],
  [{ revalidation: { requestAfter: 59 } }, /revalidation.requestAfter must be an integer of/],
  [{ revalidation: { requestAfter: 100.5 } }, /revalidation.requestAfter/],
  [
    { revalidation: { requestAfter: 3_600, expireAfter: 3_600 } },
    /revalidation.expireAfter must be an integer above 3600 seconds, got 3600/,
  ],
  [
    { revalidation: { requestAfter: 60, expireAfter: 900 } },
    /revalidation.expireAfter must be an integer above 900 seconds, got 900/,
  ],
  [{ sessions: { maxPerUser: 0 } }, /sessions.maxPerUser must be an integer of at least 1, got 0/],
  [{ sessions: { maxPerUser: 2.5 } }, /sessions.maxPerUser/],
  [
    { sessions: { idleAfter: 86_399 } },
    /sessions.idleAfter must be an integer from 86400 to 2592000 seconds, got 86399/,
  ],
  [{ sessions: { idleAfter: 2_592_001 } }, /sessions.idleAfter/],
  [
    { sessions: { idleAfter: 100_000 }, revalidation: { expireAfter: 100_001 } },
    /sessions.idleAfter must be an integer from 100001 to/,
  ],
  [{ revalidation: { concurrency: 1 } }, /revalidation.concurrency must be .* from 2 to 1000/],
  [{ revalidation: { concurrency: 1_001 } }, /revalidation.concurrency/],
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
