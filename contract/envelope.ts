import {
  anchorOf,
  DOCUMENTATION_URL,
  ERRORS,
  type ErrorCode,
  errorRow,
  type VariantOf,
} from './errors/index.ts';
import type { Action, ErrorRow } from './errors/row.ts';

/** The values of an envelope that its row does not contain. */
export interface ErrorOptions<C extends ErrorCode = ErrorCode> {
  /** The named cause, if the row has several. */
  variant?: VariantOf<C> | undefined;
  /** Members of `details` that the throw site adds. Their keys are in snake_case. */
  details?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Seconds until a retry can succeed. Defaults to the value of the row. Null if waiting does not
   * help.
   */
  retryAfter?: number | null | undefined;
}

/** The body of every error response. */
export interface Envelope {
  error: {
    code: ErrorCode;
    message: string;
    status: number;
    details: {
      action: Action;
      request_id?: string;
      retry_after?: number;
      [member: string]: unknown;
    };
    documentation_url: string;
  };
}

/** The request that an envelope responds to, and the texts that depend on the deployment. */
export interface EnvelopeContext {
  /** API Gateway's extended request ID, which is opaque to clients. */
  requestId: string;
  /** URL of the errors page, without an anchor. */
  documentationUrl?: string;
  /** The label of the route that failed. Defaults to `Request`, which fits any route. */
  label?: string;
}

const DEFAULT_LABEL = 'Request';

const fillPlaceholders = (message: string, details: Readonly<Record<string, unknown>>): string =>
  message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? name));

/**
 * Builds the body of an error response from its row. A 5xx contains `request_id`. An error that may
 * succeed later contains `retry_after`, in seconds.
 */
export function buildEnvelope<C extends ErrorCode>(
  code: C,
  options: ErrorOptions<C>,
  context: EnvelopeContext,
): Envelope {
  const row: ErrorRow = ERRORS[code];
  const variant =
    options.variant === undefined ? undefined : row.variants?.[options.variant as string];
  const details = { ...row.details, ...variant?.details, ...options.details };
  const retryAfter = options.retryAfter === undefined ? row.retryAfter : options.retryAfter;
  const { requestId, documentationUrl = DOCUMENTATION_URL, label = DEFAULT_LABEL } = context;
  return {
    error: {
      code,
      message: fillPlaceholders(variant?.message ?? row.message, { ...details, label }),
      status: row.status,
      details: {
        ...details,
        action: variant?.action ?? row.action,
        ...(row.status >= 500 && { request_id: requestId }),
        ...(typeof retryAfter === 'number' && { retry_after: retryAfter }),
      },
      documentation_url: `${documentationUrl}#${anchorOf(code)}`,
    },
  };
}

/** Builds the Bearer challenge of a 401 (RFC 6750 section 3). Other statuses have none. */
export function buildChallenge(code: ErrorCode): string | undefined {
  const { challenge } = errorRow(code);
  if (challenge === undefined) return undefined;
  return challenge === null
    ? `Bearer realm="${REALM}"`
    : `Bearer realm="${REALM}", error="${challenge}"`;
}

const REALM = 'chordian-auth';

/** Builds the headers of an error response, for a function and for API Gateway. */
export function buildEnvelopeHeaders(envelope: Envelope): Record<string, string> {
  const challenge = buildChallenge(envelope.error.code);
  const { retry_after } = envelope.error.details;
  return {
    'Cache-Control': 'no-store',
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...(retry_after !== undefined && { 'Retry-After': String(retry_after) }),
  };
}

/** A REST API renames `WWW-Authenticate` in responses (AWS: "API Gateway important notes"). */
export const REMAPPED_CHALLENGE_HEADER = 'x-amzn-Remapped-WWW-Authenticate';

/** Headers of a response that a page on another origin may read. */
export const EXPOSED_HEADERS = ['X-Request-Id', 'Retry-After', REMAPPED_CHALLENGE_HEADER] as const;
