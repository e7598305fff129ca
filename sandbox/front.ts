import { createHash } from 'node:crypto';
import { canonicalUsername, faultOf } from '../scenarios/faults.ts';
import type { Intervention } from './gateway/gateway.ts';

/**
 * Stands in front of the gateway for the users who stand for a fault, and for the test user on
 * another domain. Their requests seem to come from an address of their own, so that trying them
 * brings no CAPTCHA upon the developer's.
 */
export function faultFront(route: string, body: Buffer): Intervention | undefined {
  const username = route === 'login' ? usernameIn(body) : undefined;
  if (username === undefined) return undefined;
  const fault = faultOf(username);
  const isAlias = canonicalUsername(username).toLowerCase() !== username.toLowerCase();
  return fault || isAlias ? { ...fault?.front, sourceIp: addressOf(username) } : undefined;
}

function usernameIn(body: Buffer): string | undefined {
  try {
    const { username } = JSON.parse(body.toString()) as { username?: unknown };
    return typeof username === 'string' ? username : undefined;
  } catch {
    return undefined;
  }
}

/** From 198.18.0.0/15, which is for tests (RFC 2544) and never on the internet. */
function addressOf(username: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(username.toLowerCase()).digest();
  return `198.${18 + (a & 1)}.${b}.${c}`;
}
