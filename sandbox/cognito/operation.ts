/** The shape of an operation, and the helper that checks its types. */

import type { Call } from './call.ts';
import type { QuotaCategory } from './quotas.ts';

/** The credential that an operation asks for: IAM, an access token in the input, or none. */
type Authorization = 'iam' | 'token' | 'none';

/** `I` with the members `K` present: the door refuses a request without them. */
export type Given<I, K extends keyof I> = Omit<I, K> & { [P in K]-?: NonNullable<I[P]> };

/** The SDK adds `$metadata` itself. */
type Answer<O> = Omit<O, '$metadata'>;

export interface Operation<I = never, O = object> {
  readonly authorization: Authorization;
  /** AWS: "Quotas in Amazon Cognito". `undefined` where AWS names none. */
  readonly quota: QuotaCategory | 'passkeys' | undefined;
  /** Only writing operations reach EventBridge by default. */
  readonly writes: boolean;
  readonly required: readonly string[];
  run(call: Call, input: I): Promise<Answer<O>> | Answer<O>;
}

/** Types an operation by the SDK's input and output; `required` narrows the input of `run`. */
export const operation =
  <I, O>() =>
  <K extends keyof I & string>(
    definition: Omit<Operation<Given<I, K>, O>, 'required'> & { required: readonly K[] },
  ): Operation<I, O> =>
    definition as unknown as Operation<I, O>;
