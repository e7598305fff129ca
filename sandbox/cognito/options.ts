/** What a caller may set of the fake, and the defaults. */

import type { ManagementEvent } from './events.ts';
import type { CognitoException } from './exception.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { CustomMessage } from './messages/custom-message.ts';
import type { Mail } from './messages/mail.ts';
import type { QuotaCategory } from './quotas.ts';
import { SWITCHES, type Switches } from './switches.ts';

/** Runs `work` after a delay. Tests inject one that they turn by hand. */
export type Schedule = (work: () => void, delayMs: number) => void;

export interface CognitoOptions {
  /** Where the state is kept. Defaults to memory only. */
  directory?: string | undefined;
  /** Milliseconds since the epoch. Defaults to the system clock. */
  clock?: () => number;
  /** Defaults to timers that do not keep the process alive. */
  schedule?: Schedule;
  /** A number from 0 to 1 for the choices that Cognito makes at random. */
  random?: () => number;
  /** Defaults to `us-east-1`. */
  region?: string;
  /** Defaults to `000000000000`. */
  accountId?: string;
  /** Behaviour that only a real pool can settle. */
  switches?: Partial<Switches> | undefined;
  /** Cognito's limits per user and hour. */
  limits?: Partial<Limits>;
  /** Requests per second of each quota category. Defaults to no limit. */
  requestsPerSecond?: Partial<Record<QuotaCategory, number>>;
  /** The `CustomMessage` trigger. */
  customMessage?: CustomMessage;
  /** Called for each mail; an error becomes a CodeDeliveryFailureException. */
  onMail?: (mail: Mail) => void | Promise<void>;
  /** Called for each management event, as EventBridge gets it from CloudTrail. */
  onEvent?: (event: ManagementEvent) => void;
  /** How long a management event takes, in milliseconds. Defaults to 0. */
  eventDelayMs?: number;
  /** Called before each operation; what it returns is thrown. For faults that no state causes. */
  intercept?: (operation: string, input: object) => CognitoException | undefined;
}

export interface Settings {
  readonly directory: string | undefined;
  readonly clock: () => number;
  readonly schedule: Schedule;
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  readonly switches: Switches;
  readonly limits: Limits;
  readonly requestsPerSecond: Partial<Record<QuotaCategory, number>>;
  readonly customMessage: CustomMessage | undefined;
  readonly onMail: NonNullable<CognitoOptions['onMail']>;
  readonly onEvent: NonNullable<CognitoOptions['onEvent']>;
  readonly eventDelayMs: number;
  readonly intercept: NonNullable<CognitoOptions['intercept']>;
}

export const settingsOf = (options: CognitoOptions): Settings => ({
  directory: options.directory,
  clock: options.clock ?? Date.now,
  schedule: options.schedule ?? ((work, delayMs) => void setTimeout(work, delayMs).unref()),
  random: options.random ?? Math.random,
  region: options.region ?? 'us-east-1',
  accountId: options.accountId ?? '000000000000',
  switches: { ...SWITCHES, ...options.switches },
  limits: { ...LIMITS, ...options.limits },
  requestsPerSecond: options.requestsPerSecond ?? {},
  customMessage: options.customMessage,
  onMail: options.onMail ?? (() => {}),
  onEvent: options.onEvent ?? (() => {}),
  eventDelayMs: options.eventDelayMs ?? 0,
  intercept: options.intercept ?? (() => undefined),
});
