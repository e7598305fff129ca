/** The types of the methods: one for each route. */

import type { Routes } from './generated/contract.ts';
import type { AuthState } from './state.ts';

export interface CallOptions {
  /** Stops the request and the wait for its next try. */
  signal?: AbortSignal | undefined;
}

/** A route that begins a session, or a step of it, returns the new state. */
type Result<Output> = Output extends { token: string; expiresIn: number } | { challenge: unknown }
  ? AuthState
  : Output;

type Arguments<Input> = Input extends undefined
  ? [options?: CallOptions]
  : [input: Input, options?: CallOptions];

/**
 * A method for each route. It resolves with the body of a success, or with the new state.
 * @throws {AuthError} if the service refuses the request or cannot be reached.
 */
export type RouteMethods = {
  [N in keyof Routes]: (
    ...given: Arguments<Routes[N]['input']>
  ) => Promise<Result<Routes[N]['output']>>;
};
