import { cookies } from 'next/headers';
import { cache } from 'react';
import { SERVICE_URL } from './service.js';

/**
 * Returns the user of the request. Returns undefined if there is none, or if the service cannot
 * tell: the page then asks in the browser. It only reads the cookie, because a server component
 * cannot set a new one. Components of the same page share one request.
 */
export const readUser = cache(async () => {
  const Cookie = String(await cookies());
  if (Cookie === '') return undefined;
  try {
    const response = await fetch(`${SERVICE_URL}/api/auth/session`, {
      headers: { Cookie },
      cache: 'no-store',
      signal: AbortSignal.timeout(5_000),
    });
    return response.ok ? (await response.json()).user : undefined;
  } catch {
    return undefined;
  }
});
