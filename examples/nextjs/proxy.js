/**
 * Passes requests for the service on, so that the page and the service share an origin. Cookies
 * pass through both ways.
 */

import { NextResponse } from 'next/server';
import { SERVICE_URL } from './lib/service.js';

export const config = { matcher: '/api/auth/:path*' };

export function proxy({ nextUrl: { pathname, search } }) {
  return NextResponse.rewrite(new URL(pathname + search, SERVICE_URL));
}
