import {
  anchorOf,
  DOCUMENTATION_URL,
  ERRORS,
  type ErrorCode,
  errorRow,
  type VariantOf,
} from './errors/index.ts';
import type { Action, ErrorRow } from './errors/row.ts';

/** What a code needs to become an envelope. */
export interface ErrorOptions<C extends ErrorCode = ErrorCode> {
  /** The named cause, where the row has several. */
  variant?: VariantOf<C> | undefined;
  /** Members of `details` that only the throw site knows; snake_case keys. */
  details?: Readonly<Record<string, unknown>> | undefined;
  /** Seconds until a retry can work; the row's own figure otherwise. */
  retryAfter?: number | undefined;
}

/** The one shape of every failure. */
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

/** Where and for which request an envelope is made. */
export interface EnvelopeContext {
  /** The gateway's extended request id, opaque to clients. */
  requestId: string;
  /** The errors page, without an anchor. */
  documentationUrl?: string;
  /** The label of the route that failed. Defaults to `Request`, for where no route is known. */
  label?: string;
}

const UNKNOWN_ROUTE = 'Request';

const fill = (message: string, details: Readonly<Record<string, unknown>>): string =>
  message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? name));

/**
 * Builds the body of a failure from its row. A 5xx carries `request_id`; what helps by waiting
 * carries `retry_after`.
 */
export function envelopeOf<C extends ErrorCode>(
  code: C,
  options: ErrorOptions<C>,
  context: EnvelopeContext,
): Envelope {
  const row: ErrorRow = ERRORS[code];
  const variant =
    options.variant === undefined ? undefined : row.variants?.[options.variant as string];
  const details = { ...row.details, ...variant?.details, ...options.details };
  const retryAfter = options.retryAfter ?? row.retryAfter;
  const { requestId, documentationUrl = DOCUMENTATION_URL, label = UNKNOWN_ROUTE } = context;
  return {
    error: {
      code,
      message: fill(variant?.message ?? row.message, { ...details, label }),
      status: row.status,
      details: {
        ...details,
        action: variant?.action ?? row.action,
        ...(row.status >= 500 && { request_id: requestId }),
        ...(retryAfter !== undefined && { retry_after: retryAfter }),
      },
      documentation_url: `${documentationUrl}#${anchorOf(code)}`,
    },
  };
}

/** The Bearer challenge of a 401 (RFC 6750 section 3), or undefined for every other status. */
export function challengeOf(code: ErrorCode): string | undefined {
  const { challenge } = errorRow(code);
  if (challenge === undefined) return undefined;
  return challenge === null
    ? `Bearer realm="${REALM}"`
    : `Bearer realm="${REALM}", error="${challenge}"`;
}

const REALM = 'chordian-auth';

/** Headers that an envelope brings with it, the same from a function and from the gateway. */
export function headersOf(envelope: Envelope): Record<string, string> {
  const challenge = challengeOf(envelope.error.code);
  const { retry_after } = envelope.error.details;
  return {
    'Cache-Control': 'no-store',
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...(retry_after !== undefined && { 'Retry-After': String(retry_after) }),
  };
}

/** A REST API renames `WWW-Authenticate` on its way out (AWS: "API Gateway important notes"). */
export const REMAPPED_CHALLENGE_HEADER = 'x-amzn-Remapped-WWW-Authenticate';

/** What a page on another origin may read of an answer. */
export const EXPOSED_HEADERS = ['X-Request-Id', 'Retry-After', REMAPPED_CHALLENGE_HEADER] as const;
