import { REQUEST } from '../../contract/limits.ts';
import { AuthError } from '../core/error.ts';
import type { HttpRequest } from './request.ts';

export interface OriginRule {
  /** The API's own origin, `https://host[:port]`. */
  own: string | undefined;
  /** Other origins that may call it. */
  allowed: readonly string[];
}

/**
 * Keeps other sites from acting with a visitor's cookie or guessing from his address. A body may be
 * sent cross-site without a preflight (text/plain), so CORS alone would not stop it. Browsers send
 * at least one of the two headers with a cross-site POST; a request with neither is no browser's
 * (Fetch Metadata, W3C; Fetch standard, "Origin header").
 * @throws ORIGIN_NOT_ALLOWED
 */
export function checkOrigin(request: HttpRequest, { own, allowed }: OriginRule): void {
  const origin = request.header('origin');
  if (origin !== undefined && allowed.includes(origin)) return;
  const site = request.header('sec-fetch-site')?.toLowerCase();
  const fromElsewhere =
    site === 'cross-site' || site === 'same-site' || (origin !== undefined && origin !== own);
  if (!fromElsewhere) return;
  throw new AuthError(
    'ORIGIN_NOT_ALLOWED',
    isOrigin(origin) ? { details: { origin } } : { variant: 'unnamed' },
  );
}

/**
 * Whether a header value is an origin as browsers write it (Fetch standard, "Origin header"), and
 * therefore safe to repeat in a response. Pages without an origin of their own send `null`.
 */
function isOrigin(value: string | undefined): value is string {
  if (value === undefined || value.length > REQUEST.originLength) return false;
  return value === 'null' || URL.parse(value)?.origin === value;
}
