import type { Action, ErrorDetails } from './generated/contract.ts';

/**
 * The codes of the service, and two of the client. `NETWORK_ERROR`: no answer came.
 * `UNEXPECTED_RESPONSE`: the answer was not the service's, for example the page of a proxy.
 */
export type ErrorCode = keyof AllDetails;

interface ClientErrorDetails {
  NETWORK_ERROR: { action: 'retry'; retry_after?: number | undefined };
  UNEXPECTED_RESPONSE: {
    action: 'retry' | 'contact_support';
    retry_after?: number | undefined;
  };
}

type AllDetails = ErrorDetails & ClientErrorDetails;

/** An error with the `details` of its code. */
interface ErrorOf<C extends ErrorCode> extends Error {
  readonly name: 'AuthError';
  readonly code: C;
  /** The HTTP status. 0 if no answer came. */
  readonly status: number;
  readonly details: Readonly<AllDetails[C]>;
  /** What to do next. */
  readonly action: AllDetails[C]['action'];
  /** Seconds until a retry can succeed. Undefined if waiting does not help. */
  readonly retryAfter: number | undefined;
  /** Identifies the request for support. Every 5xx of the service has it. */
  readonly requestId: string | undefined;
  readonly documentationUrl: string | undefined;
}

/** A failure. `switch (error.code)` narrows `error.details`, and it can be exhaustive. */
export type AuthError = { [C in ErrorCode]: ErrorOf<C> }[ErrorCode];

/** The body of an error response, or what the client writes in its place. */
export interface ErrorBody {
  code: string;
  message: string;
  status: number;
  details: { action: Action; retry_after?: number | undefined; request_id?: string | undefined };
  documentation_url?: string;
}

class AuthErrorClass extends Error {
  override readonly name = 'AuthError';

  constructor(
    { message, documentation_url: documentationUrl, ...rest }: ErrorBody,
    cause?: unknown,
  ) {
    super(message, { cause });
    const { action, retry_after: retryAfter, request_id: requestId } = rest.details;
    Object.assign(this, rest, { action, retryAfter, requestId, documentationUrl });
  }
}

/**
 * The one class of errors. A class cannot be a union, so its type is written here: `instanceof`
 * narrows to {@link AuthError}.
 */
export const AuthError = AuthErrorClass as unknown as {
  new (body: ErrorBody, cause?: unknown): AuthError;
  readonly prototype: AuthError;
};
