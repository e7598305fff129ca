/** Pagination: a token is the opaque form of the place where the next page begins. */

import { invalidParameter } from './refusals.ts';

export function page<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
): { items: T[]; next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid pagination token.');
  const end = start + size;
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: all.slice(start, end), next };
}
