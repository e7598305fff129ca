import type { Api } from './api.ts';

/** The deployment under test, with everything that a check may need to know about it. */
export interface Deployment {
  api: Api;
  /** A user that may sign in. */
  user: { username: string; password: string };
  /** A session JWT that has expired. */
  expiredToken: string;
  /** Another origin that may call the API. */
  allowedOrigin: string;
  /** Present if the deployment is the sandbox. */
  sandbox: true;
  /** Present if the deployment signs with ES256. */
  es256: true;
  /** Present if the deployment lets people sign up. */
  signUp: true;
  /** Present if the deployment lets people sign in by a mailed code. */
  passwordless: true;
  /** Present if users of the deployment may have passkeys. */
  passkeys: true;
  /** Present if the deployment lets people have second factors. */
  mfa: true;
  /** Present if the deployment speaks HTTP/2. Browsers use it over TLS only, but the sandbox has none. */
  http2: true;
}

type Need = Exclude<keyof Deployment, 'api'>;

/** The facts about the deployment that the command line gives. */
export type Known = { [N in Need]: Deployment[N] | undefined };

/** The options that give a check what it needs. */
const OPTIONS: Readonly<Record<Need, string>> = {
  user: '--username and --password',
  expiredToken: '--expired-token',
  allowedOrigin: '--allowed-origin',
  sandbox: '--sandbox',
  es256: '--es256',
  signUp: '--sign-up',
  passwordless: '--passwordless',
  passkeys: '--passkeys',
  mfa: '--mfa',
  http2: 'a --base-url with https',
};

/** One rule of the contract. */
export interface Check {
  group: string;
  name: string;
  /** What it needs besides the URL. Without that it is skipped. */
  needs: readonly Need[];
  /** @throws {Error} if the deployment breaks the rule */
  run(deployment: Deployment): Promise<void>;
}

/** The checks of one group, by their names. */
export const group = (
  name: string,
  needs: Check['needs'],
  rules: Record<string, Check['run']>,
): Check[] => Object.entries(rules).map(([rule, run]) => ({ group: name, name: rule, needs, run }));

/** Names the options that a check needs and that are missing; undefined if it can run. */
export function skipReason({ needs }: Check, known: Known): string | undefined {
  const missing = needs.filter((need) => known[need] === undefined);
  return missing.length === 0 ? undefined : `needs ${missing.map((n) => OPTIONS[n]).join(', ')}`;
}
