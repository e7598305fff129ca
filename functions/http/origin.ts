import { REQUEST } from '../../contract/limits.ts';
import { AuthError } from '../core/error.ts';
import type { HttpRequest } from './request.ts';

export interface OriginRule {
  /** The API's own origin, `https://host[:port]`. */
  own: string | undefined;
  /** Other origins that may call the API. */
  allowed: readonly string[];
}

/**
 * Prevents other sites from using a visitor's cookie or guessing passwords from the visitor's
 * address. CORS is not enough: a text/plain body can be sent cross-site without a preflight. With a
 * cross-site POST, browsers send at least one of the two headers (Fetch Metadata, W3C; Fetch
 * standard, "Origin header"). A request with neither does not come from a browser.
 * @throws {ORIGIN_NOT_ALLOWED} if the request comes from another origin that is not allowed.
 */
export function checkOrigin(request: HttpRequest, { own, allowed }: OriginRule): void {
  const origin = request.header('origin');
  if (origin !== undefined && allowed.includes(origin)) return;
  const site = request.header('sec-fetch-site')?.toLowerCase();
  const isForeign =
    site === 'cross-site' || site === 'same-site' || (origin !== undefined && origin !== own);
  if (!isForeign) return;
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
