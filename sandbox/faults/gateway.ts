import { createHash } from 'node:crypto';
import { canonicalUsername, findFault } from '../../scenarios/faults.ts';
import type { Intervention } from '../gateway/gateway.ts';

/**
 * Finds the gateway's intervention for the user of a login request. Users with a fault, and the
 * test user on another domain, get a source address of their own. Their failures therefore never
 * cause a CAPTCHA at the developer's address.
 */
export function findIntervention(route: string, body: Buffer): Intervention | undefined {
  const username = route === 'login' ? readUsername(body) : undefined;
  if (username === undefined) return undefined;
  const fault = findFault(username);
  const isAlias = canonicalUsername(username).toLowerCase() !== username.toLowerCase();
  return fault || isAlias ? { ...fault?.gateway, sourceIp: addressFor(username) } : undefined;
}

function readUsername(body: Buffer): string | undefined {
  try {
    const { username } = JSON.parse(body.toString()) as { username?: unknown };
    return typeof username === 'string' ? username : undefined;
  } catch {
    return undefined;
  }
}

/** Derives an address in 198.18.0.0/15, which RFC 2544 reserves for tests. */
function addressFor(username: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(username.toLowerCase()).digest();
  return `198.${18 + (a & 1)}.${b}.${c}`;
}
