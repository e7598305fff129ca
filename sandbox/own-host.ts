import type { IncomingMessage } from 'node:http';

/** The names that always mean this machine. Browsers resolve `.localhost` themselves. */
const OWN_HOST = /^(?:localhost|[\w.-]+\.localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * Checks whether a request names this machine as its host. Any website can let its own name point
 * to this machine (DNS rebinding). Its pages then have the same origin as the sandbox and could read
 * the answers.
 */
export function isForOwnHost({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const host = headers.host ?? headers[':authority'];
  return typeof host === 'string' && OWN_HOST.test(host);
}
