import type { Node } from 'constructs';
import { HTTP_FUNCTIONS, type HttpFunction } from '../contract/routes/index.ts';

/** What differs between stages. Everything else is the same for all, on purpose. */
export interface StageConfig {
  /**
   * Loss of this stage's data hurts: deletion protection, and stateful resources outlive their
   * stack.
   */
  retainData: boolean;
  /** The published test user may be made here. */
  allowTestUser: boolean;
  /** Origins besides the API's own that may call it from a browser: `https://app.example.com`. */
  allowedOrigins: readonly string[];
  /** `iss` and `aud` of the session JWT. */
  tokens: { issuer: string; audience: string };
  /** The errors page that bodies link to; the published one when absent. */
  documentationUrl?: string;
  /**
   * Where the client's address comes from; `cloudfront` makes a secret for one's own distribution
   * to send in `X-Origin-Secret`.
   */
  clientIp: 'gateway' | 'cloudfront';
  /** The API's own name. The record is made when the zone is given. */
  domain?: { name: string; certificateArn: string; hostedZone?: { id: string; name: string } };
  /** Days. */
  logRetention: number;
  /** SNS topic that alarms notify. */
  alarmTopicArn?: string;
  /**
   * Executions per function: `reserved` is a ceiling, `provisioned` are kept warm (not of
   * `rotate-keys`).
   */
  concurrency?: Readonly<
    Partial<
      Record<HttpFunction, Concurrency> & Record<'rotate-keys', Pick<Concurrency, 'reserved'>>
    >
  >;
  /** What an AWS-compatible emulator may lack. */
  waf: boolean;
  rotationSchedule: boolean;
  tracing: boolean;
  /** How clients reach the API. `http` is for an emulator: its cookie has no `Secure`. */
  scheme: 'https' | 'http';
}

/** Executions of one function at once. */
export interface Concurrency {
  /** No more than these. They are taken out of what the account's other functions may have. */
  reserved?: number;
  /** These are kept warm, and paid for. */
  provisioned?: number;
}

const everyday = {
  retainData: false,
  allowTestUser: true,
  allowedOrigins: [],
  clientIp: 'gateway',
  logRetention: 14,
  waf: false,
  rotationSchedule: true,
  tracing: true,
  scheme: 'https',
} as const satisfies Partial<StageConfig>;

export const STAGES = {
  dev: { ...everyday, tokens: { issuer: 'chordian-auth-dev', audience: 'chordian-dev' } },
  /** Open to whoever wants to try the API. */
  sandbox: {
    ...everyday,
    tokens: { issuer: 'chordian-auth-sandbox', audience: 'chordian-sandbox' },
  },
  prod: {
    ...everyday,
    tokens: { issuer: 'chordian-auth', audience: 'chordian' },
    retainData: true,
    allowTestUser: false,
    logRetention: 365,
    waf: true,
  },
} as const satisfies Record<string, StageConfig>;

export type StageName = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as [StageName, ...StageName[]];

/** Tag that names the stage of every resource. */
export const STAGE_TAG = 'chordian-auth:stage';

export interface Stage {
  name: StageName;
  config: StageConfig;
}

const isStage = (value: unknown): value is StageName => STAGE_NAMES.some((name) => name === value);

/**
 * The stage that `-c stage=…` names, with what `-c` changes in it for one run: the switches of an
 * emulator.
 * @throws {TypeError} in a sentence, for a stage or a value that cannot be.
 */
export function readStage(node: Node): Stage {
  const name: unknown = node.tryGetContext('stage');
  if (!isStage(name)) {
    throw new TypeError(
      `Pick a stage with -c stage=<name>: one of ${STAGE_NAMES.join(', ')}; not ${name ? `"${name}"` : 'an empty one'}.`,
    );
  }
  const config: StageConfig = { ...STAGES[name] };
  for (const key of SWITCHES) {
    const value: unknown = node.tryGetContext(key);
    if (value !== undefined) config[key] = readSwitch(key, value);
  }
  const scheme: unknown = node.tryGetContext('scheme');
  if (scheme !== undefined) config.scheme = scheme as StageConfig['scheme'];
  checkStage(name, config);
  return { name, config };
}

/** Each can be set for one run: `-c waf=false`. */
export const SWITCHES = ['waf', 'rotationSchedule', 'tracing'] as const;

function readSwitch(key: string, value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TypeError(`-c ${key}= is true or false, not "${value}".`);
}

/** CloudWatch Logs takes these and no other (API_PutRetentionPolicy). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;

/**
 * Refuses values that would only fail while deploying, or later.
 * @throws {TypeError} naming the stage, the setting and what it should be.
 */
export function checkStage(stage: string, config: StageConfig): void {
  const must = (holds: boolean, setting: string, rule: string) => {
    if (!holds) throw new TypeError(`Stage ${stage}: ${setting} ${rule}.`);
  };
  for (const origin of config.allowedOrigins) {
    must(
      isOrigin(origin),
      'allowedOrigins',
      `must hold origins like https://app.example.com, not "${origin}"`,
    );
    must(
      config.scheme === 'http' || origin.startsWith('https:'),
      'allowedOrigins',
      `must be https, not "${origin}"`,
    );
  }
  for (const key of ['issuer', 'audience'] as const) {
    must(
      /^[^\s,]+$/.test(config.tokens[key]),
      `tokens.${key}`,
      'must not be empty or contain spaces',
    );
  }
  if (config.documentationUrl !== undefined) {
    must(
      URL.canParse(config.documentationUrl) && !config.documentationUrl.includes('#'),
      'documentationUrl',
      'must be a URL without an anchor',
    );
    must(
      !/[$"\s]/.test(config.documentationUrl),
      'documentationUrl',
      'must not hold $, which the gateway would fill in, quotes or spaces',
    );
  }
  if (config.domain) {
    const { name, certificateArn, hostedZone } = config.domain;
    must(
      HOST.test(name),
      'domain.name',
      `must be a host name like auth.example.com, not "${name}"`,
    );
    must(
      /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/\S+$/.test(certificateArn),
      'domain.certificateArn',
      'must be the ARN of an ACM certificate',
    );
    if (hostedZone) {
      must(
        /^Z[A-Z0-9]+$/.test(hostedZone.id),
        'domain.hostedZone.id',
        'must be the id of a Route 53 zone, like Z0123456789',
      );
      must(
        name === hostedZone.name || name.endsWith(`.${hostedZone.name}`),
        'domain.name',
        `must lie in the zone ${hostedZone.name}`,
      );
    }
  }
  must(
    RETENTIONS.includes(config.logRetention),
    'logRetention',
    `must be one of ${RETENTIONS.join(', ')} days`,
  );
  if (config.alarmTopicArn !== undefined) {
    must(
      /^arn:[\w-]+:sns:[\w-]+:\d{12}:\S+$/.test(config.alarmTopicArn),
      'alarmTopicArn',
      'must be the ARN of an SNS topic',
    );
  }
  must(['https', 'http'].includes(config.scheme), 'scheme', 'must be https or http');
  must(
    config.scheme === 'https' || !config.retainData,
    'scheme',
    'must be https where data is kept',
  );
  must(
    !(config.retainData && config.allowTestUser),
    'allowTestUser',
    'must be false where data is kept: its password is published',
  );
  for (const [name, concurrency] of Object.entries<Concurrency>(config.concurrency ?? {})) {
    const setting = `concurrency.${name}`;
    must(
      HTTP_FUNCTIONS.some((fn) => fn === name) || name === 'rotate-keys',
      setting,
      `must name a function: one of ${[...HTTP_FUNCTIONS, 'rotate-keys'].join(', ')}`,
    );
    must(
      name !== 'rotate-keys' || concurrency.provisioned === undefined,
      `${setting}.provisioned`,
      'must be left out: nobody waits for a rotation',
    );
    checkConcurrency(`Stage ${stage}: ${setting}`, concurrency);
  }
}

/** @throws {TypeError} beginning with the name of the setting. */
export function checkConcurrency(setting: string, { reserved, provisioned }: Concurrency): void {
  for (const [kind, value] of Object.entries({ reserved, provisioned })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw new TypeError(`${setting}.${kind} must be a whole number above 0.`);
    }
  }
  if ((provisioned ?? 0) > (reserved ?? Infinity)) {
    throw new TypeError(`${setting}.provisioned must not exceed the reserved executions.`);
  }
}

function isOrigin(value: string): boolean {
  return (
    URL.canParse(value) &&
    /^https?:$/.test(new URL(value).protocol) &&
    new URL(value).origin === value
  );
}
