import { TOKEN_ALGORITHMS } from '../../contract/algorithms.ts';
import { FIREWALL, MAILS, PASSWORD } from '../../contract/limits.ts';
import { MFA_SETTINGS } from '../../contract/mfa.ts';
import { HTTP_FUNCTIONS } from '../../contract/routes/index.ts';
import { CHANGEABLE_ATTRIBUTES } from '../../contract/user-attributes.ts';
import { checkChallengeLifetime } from './challenge-lifetime.ts';
import { checkMail } from './check-mail.ts';
import { checkPasswordless } from './check-passwordless.ts';
import { checkRevalidation } from './check-revalidation.ts';
import { checkSessions } from './check-sessions.ts';
import { type Concurrency, checkConcurrency } from './concurrency.ts';
import { FEATURE_PLANS, RATED_ROUTES, type StageConfig } from './stage-config.ts';

/** Retention periods that CloudWatch Logs accepts, in days (API_PutRetentionPolicy). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;
const CERTIFICATE_ARN = /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/\S+$/;
const KMS_KEY_ARN = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/(?:mrk-)?[\da-f-]{32,36}$/;
const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:\S+$/;
const HOSTED_ZONE_ID = /^Z[A-Z0-9]+$/;

/** Throws a `TypeError` if `isValid` is false. The message is `<setting> must <rule>`. */
export type AssertSetting = (isValid: boolean, setting: string, rule: string) => void;

/**
 * Rejects values with which the deployment, or the service after it, would fail.
 * @throws {TypeError} if a setting is not valid; the message names the stage and the setting
 */
export function checkStage(stage: string, config: StageConfig): void {
  const assertSetting: AssertSetting = (isValid, setting, rule) => {
    if (!isValid) throw new TypeError(`Stage ${stage}: ${setting} must ${rule}.`);
  };
  checkOrigins(config, assertSetting);
  assertSetting(
    ['email', 'any'].includes(config.names),
    'names',
    `be "email" or "any", got "${config.names}"`,
  );
  checkMailDoor(config, assertSetting);
  checkPasswords(config.passwords, assertSetting);
  checkChallengeLifetime(config, assertSetting);
  checkAttributes(config, assertSetting);
  checkTokens(config.tokens, assertSetting);
  assertSetting(
    config.encryptionKeyArn === undefined || KMS_KEY_ARN.test(config.encryptionKeyArn),
    'encryptionKeyArn',
    // IAM does not accept the ARN of an alias as the resource of a permission.
    `be the ARN of a KMS key, not of an alias, got "${config.encryptionKeyArn}"`,
  );
  checkDocumentationUrl(config.documentationUrl, assertSetting);
  checkDomain(config.domain, assertSetting);
  checkMonitoring(config, assertSetting);
  assertSetting(
    FEATURE_PLANS.includes(config.featurePlan),
    'featurePlan',
    `be one of ${FEATURE_PLANS.join(', ')}, got "${config.featurePlan}"`,
  );
  checkFirewall(config, assertSetting);
  checkScheme(config, assertSetting);
  checkRevalidation(config.revalidation, assertSetting);
  checkSessions(config, assertSetting);
  checkMail(config, assertSetting);
  assertSetting(
    MFA_SETTINGS.includes(config.mfa),
    'mfa',
    `be one of ${MFA_SETTINGS.join(', ')}, got "${config.mfa}"`,
  );
  checkPasswordless(config, assertSetting);
  assertSetting(
    !(config.retainData && config.allowTestUser),
    'allowTestUser',
    'be false if retainData is true, because the password of the test user is public',
  );
  checkFunctions(stage, config.concurrency, assertSetting);
}

function checkOrigins({ allowedOrigins, scheme }: StageConfig, assertSetting: AssertSetting): void {
  for (const origin of allowedOrigins) {
    assertSetting(
      isOrigin(origin),
      'allowedOrigins',
      `contain origins such as https://app.example.com, got "${origin}"`,
    );
    assertSetting(
      scheme === 'http' || origin.startsWith('https:'),
      'allowedOrigins',
      `use https, got "${origin}"`,
    );
  }
}

function isOrigin(value: string): boolean {
  return (
    URL.canParse(value) &&
    /^https?:$/.test(new URL(value).protocol) &&
    new URL(value).origin === value
  );
}

function checkMailDoor({ names, signUp, mails }: StageConfig, assertSetting: AssertSetting): void {
  assertSetting(
    !signUp || names === 'email',
    'signUp',
    'be false if names is "any", because an account is created with an e-mail address',
  );
  const perNetwork = mails?.perNetwork ?? MAILS.perNetwork;
  assertSetting(
    Number.isInteger(perNetwork) && perNetwork >= 1,
    'mails.perNetwork',
    `be a positive integer, got ${perNetwork}`,
  );
}

function checkPasswords(
  { minLength }: StageConfig['passwords'],
  assertSetting: AssertSetting,
): void {
  const { shortest, longest } = PASSWORD.minLength;
  assertSetting(
    Number.isInteger(minLength) && minLength >= shortest && minLength <= longest,
    'passwords.minLength',
    `be an integer from ${shortest} to ${longest}, got ${minLength}`,
  );
}

function checkAttributes({ attributes }: StageConfig, assertSetting: AssertSetting): void {
  const known: readonly string[] = CHANGEABLE_ATTRIBUTES;
  for (const attribute of attributes) {
    assertSetting(
      known.includes(attribute),
      'attributes',
      `contain only ${known.join(', ')}, got "${attribute}"`,
    );
  }
}

function checkTokens(tokens: StageConfig['tokens'], assertSetting: AssertSetting): void {
  const { issuer, audience, otherAudiences = [], algorithm = 'HS256' } = tokens;
  assertSetting(
    TOKEN_ALGORITHMS.includes(algorithm),
    'tokens.algorithm',
    `be ${TOKEN_ALGORITHMS.join(' or ')}, got "${algorithm}"`,
  );
  const values = { issuer: [issuer], audience: [audience], otherAudiences };
  for (const [key, ofKey] of Object.entries(values)) {
    for (const value of ofKey) {
      assertSetting(
        /^[^\s,]+$/.test(value),
        `tokens.${key}`,
        `not be empty or contain spaces or commas, got "${value}"`,
      );
    }
  }
}

function checkDocumentationUrl(url: string | undefined, assertSetting: AssertSetting): void {
  if (url === undefined) return;
  assertSetting(
    URL.canParse(url) && !url.includes('#'),
    'documentationUrl',
    `be a URL without a fragment, got "${url}"`,
  );
  assertSetting(
    !/[$"\s]/.test(url),
    'documentationUrl',
    `not contain quotes, spaces or $, which API Gateway would replace, got "${url}"`,
  );
}

function checkDomain(domain: StageConfig['domain'], assertSetting: AssertSetting): void {
  if (!domain) return;
  const { name, certificateArn, hostedZone } = domain;
  assertSetting(
    HOST_NAME.test(name),
    'domain.name',
    `be a host name such as auth.example.com, got "${name}"`,
  );
  assertSetting(
    CERTIFICATE_ARN.test(certificateArn),
    'domain.certificateArn',
    `be the ARN of an ACM certificate, got "${certificateArn}"`,
  );
  if (!hostedZone) return;
  assertSetting(
    HOSTED_ZONE_ID.test(hostedZone.id),
    'domain.hostedZone.id',
    `be the ID of a Route 53 hosted zone, such as Z0123456789, got "${hostedZone.id}"`,
  );
  assertSetting(
    name === hostedZone.name || name.endsWith(`.${hostedZone.name}`),
    'domain.name',
    `lie in the hosted zone ${hostedZone.name}, got "${name}"`,
  );
}

function checkMonitoring(
  { logRetention, alarmTopicArn, alarmEmail }: StageConfig,
  assertSetting: AssertSetting,
): void {
  assertSetting(
    RETENTION_DAYS.includes(logRetention),
    'logRetention',
    `be one of ${RETENTION_DAYS.join(', ')} days, got ${logRetention}`,
  );
  if (alarmEmail !== undefined) {
    assertSetting(
      /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(alarmEmail),
      'alarmEmail',
      `be an e-mail address, got "${alarmEmail}"`,
    );
    assertSetting(
      alarmTopicArn === undefined,
      'alarmEmail',
      'be omitted if alarmTopicArn is set. Subscribe the address to that topic instead',
    );
  }
  if (alarmTopicArn !== undefined) {
    assertSetting(
      TOPIC_ARN.test(alarmTopicArn),
      'alarmTopicArn',
      `be the ARN of an SNS topic, got "${alarmTopicArn}"`,
    );
  }
}

function checkFirewall({ waf, clientIp }: StageConfig, assertSetting: AssertSetting): void {
  if (waf === false) {
    assertSetting(
      clientIp === 'gateway',
      'waf',
      'have limits if clientIp is "cloudfront", because the firewall refuses requests that do ' +
        'not come from the CDN',
    );
    return;
  }
  const { minimum, maximum } = FIREWALL.range;
  for (const route of RATED_ROUTES) {
    const limit = waf[route];
    assertSetting(
      Number.isInteger(limit) && limit >= minimum && limit <= maximum,
      `waf.${route}`,
      `be an integer from ${minimum} to ${maximum}, got ${limit}`,
    );
  }
}

function checkScheme({ scheme, retainData }: StageConfig, assertSetting: AssertSetting): void {
  assertSetting(
    ['https', 'http'].includes(scheme),
    'scheme',
    `be "https" or "http", got "${scheme}"`,
  );
  assertSetting(
    scheme === 'https' || !retainData,
    'scheme',
    `be "https" if retainData is true, got "${scheme}"`,
  );
}

function checkFunctions(
  stage: string,
  concurrency: StageConfig['concurrency'],
  assertSetting: AssertSetting,
): void {
  const names: readonly string[] = [...HTTP_FUNCTIONS, 'rotate-keys'];
  for (const [name, limits] of Object.entries<Concurrency>(concurrency ?? {})) {
    const setting = `concurrency.${name}`;
    assertSetting(names.includes(name), setting, `name a function: one of ${names.join(', ')}`);
    assertSetting(
      name !== 'rotate-keys' || limits.provisioned === undefined,
      `${setting}.provisioned`,
      'be omitted, because no request waits for a rotation',
    );
    checkConcurrency(`Stage ${stage}: ${setting}`, limits);
  }
}
