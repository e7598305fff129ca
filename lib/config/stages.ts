import { FIREWALL } from '../../contract/limits.ts';
import type { StageConfig } from './stage-config.ts';

const defaults = {
  retainData: false,
  allowTestUser: true,
  allowedOrigins: [],
  names: 'email',
  signUp: false,
  mfa: 'optional',
  passwords: { minLength: 8 },
  attributes: ['name', 'given_name', 'family_name', 'locale'],
  clientIp: 'gateway',
  featurePlan: 'LITE',
  logRetention: 14,
  waf: false,
  monitoring: true,
  rotationSchedule: true,
  tracing: true,
  scheme: 'https',
} as const satisfies Partial<StageConfig>;

export const STAGES = {
  dev: { ...defaults, tokens: { issuer: 'chordian-auth-dev', audience: 'chordian-dev' } },
  /** For anyone who wants to try the API. */
  sandbox: {
    ...defaults,
    tokens: { issuer: 'chordian-auth-sandbox', audience: 'chordian-sandbox' },
  },
  prod: {
    ...defaults,
    tokens: { issuer: 'chordian-auth', audience: 'chordian' },
    passwords: { minLength: 15 },
    retainData: true,
    allowTestUser: false,
    logRetention: 365,
    waf: FIREWALL.limits,
  },
} as const satisfies Record<string, StageConfig>;

export type StageName = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as [StageName, ...StageName[]];

export interface Stage {
  name: StageName;
  config: StageConfig;
}

/** Key of the tag that holds the stage's name, on every resource. */
export const STAGE_TAG = 'chordian-auth:stage';
