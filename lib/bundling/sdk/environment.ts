/** What the clients read from the variables that Lambda sets (AWS: "Defined runtime variables"). */

import { env } from 'node:process';

/** @throws {TypeError} if `AWS_REGION` is not set. */
export function readRegion(): string {
  const region = env.AWS_REGION;
  if (!region) throw new TypeError('AWS_REGION must be set');
  return region;
}

/** Reads the endpoint of a service, which a variable may replace. */
export function readEndpoint({ id, host }: { id: string; host: string }, region: string): URL {
  const own = env[`AWS_ENDPOINT_URL_${id}`] || env.AWS_ENDPOINT_URL;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(own || `https://${host}.${region}.${suffix}`);
}

/**
 * Reads the credentials of the function's role. Lambda passes them in the environment only.
 * @throws {Error} if they are not set.
 */
export async function readCredentials() {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
