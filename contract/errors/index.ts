/**
 * The error table has one row for every code that a client can receive. Handlers, gateway
 * responses, OpenAPI, the errors page, client types and tests derive from it.
 */

import { ACCOUNT_ERRORS } from './account.ts';
import { CREDENTIAL_ERRORS } from './credentials.ts';
import { PROOF_ERRORS } from './proof.ts';
import { REQUEST_ERRORS } from './request.ts';
import type { ErrorRow } from './row.ts';
import { UPSTREAM_ERRORS } from './upstream.ts';

const ROWS = {
  ...CREDENTIAL_ERRORS,
  ...ACCOUNT_ERRORS,
  ...PROOF_ERRORS,
  ...REQUEST_ERRORS,
  ...UPSTREAM_ERRORS,
} as const;

/** The rows in the order of their statuses, which is the order of the errors page. */
export const ERRORS = Object.fromEntries(
  Object.entries(ROWS).toSorted(([, a], [, b]) => a.status - b.status),
) as typeof ROWS;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The named causes of a code, or `never` if it has none. */
export type VariantOf<C extends ErrorCode> = (typeof ERRORS)[C] extends { variants: infer V }
  ? keyof V
  : never;

/** Returns the row of a code, widened to the type that all rows share. */
export const errorRow = (code: ErrorCode): ErrorRow => ERRORS[code];

/** Returns the anchor of a code on the errors page: `INVALID_TOKEN` is `invalid-token`. */
export const anchorOf = (code: ErrorCode): string => code.toLowerCase().replaceAll('_', '-');

/** Default URL of the errors page. A stage may set another one. */
export const DOCUMENTATION_URL = 'https://docs.chordian.ai/authentication/errors';
