/**
 * Signature Version 4 of a request to AWS (AWS: "Create a signed AWS API request"). Only `PutEvents`
 * uses it, for which the product has no SDK client.
 */

import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface UnsignedRequest {
  method: string;
  /** A URL without a query. */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Signing {
  credentials: Credentials;
  region: string;
  service: string;
  /** Milliseconds since the epoch. */
  now: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Returns all headers of the request, with those that sign it. */
export function signHeaders(
  { method, url, headers, body }: UnsignedRequest,
  { credentials, region, service, now }: Signing,
): Record<string, string> {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const date = time.slice(0, 8);
  const all: Record<string, string> = {
    ...headers,
    Host: url.host,
    'X-Amz-Date': time,
    ...(credentials.sessionToken && { 'X-Amz-Security-Token': credentials.sessionToken }),
  };
  const sorted = Object.entries(all)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name]) => name).join(';');
  const canonical = [
    method,
    url.pathname,
    '',
    ...sorted.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hash(body),
  ].join('\n');
  const scope = [date, region, service, 'aws4_request'].join('/');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, [ALGORITHM, time, scope, hash(canonical)].join('\n')).toString('hex');
  const Authorization =
    `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${names}, Signature=${signature}`;
  return { ...all, Authorization };
}
