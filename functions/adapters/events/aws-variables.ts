/** What the Lambda runtime and an emulator say about AWS, by the variables that the SDK reads. */

import type { Credentials } from './sign.ts';

export interface EventBridgeAccess {
  url: URL;
  region: string;
  credentials: Credentials;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the region, the credentials and the endpoint of EventBridge (AWS SDKs and Tools:
 * "Service-specific endpoints").
 * @throws {TypeError} if a variable of the Lambda runtime is missing; the message names it
 */
export function readEventBridgeAccess(variables: Variables): EventBridgeAccess {
  const read = (name: string): string => {
    const value = variables[name];
    if (!value) throw new TypeError(`missing environment variable: ${name}`);
    return value;
  };
  const region = read('AWS_REGION');
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const endpoint =
    variables.AWS_ENDPOINT_URL_EVENTBRIDGE ||
    variables.AWS_ENDPOINT_URL ||
    `https://events.${region}.${suffix}`;
  return {
    url: new URL(endpoint),
    region,
    credentials: {
      accessKeyId: read('AWS_ACCESS_KEY_ID'),
      secretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
      sessionToken: variables.AWS_SESSION_TOKEN,
    },
  };
}
