/** The parts that all answers to a challenge share. */

import type { Call } from '../call.ts';
import { invalidParameter } from '../refusals.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../state/records.ts';
import type { Step } from './advance.ts';
import type { OpenSession } from './sessions.ts';

export interface Answer {
  client: ClientRecord;
  pool: PoolRecord;
  session: OpenSession;
  /** Whose sign-in it is; absent for a decoy. */
  user: UserRecord | undefined;
  responses: Readonly<Record<string, string>>;
}

/** Answers one challenge: the next step, or a refusal that leaves the session as it is. */
export type Challenge = (call: Call, answer: Answer) => Promise<Step>;

/** @throws {CognitoException} InvalidParameterException */
export function response({ responses }: Answer, name: string): string {
  const value = responses[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
