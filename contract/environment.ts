/**
 * Each variable that a function reads, in groups: a grant in `lib/` gives the permission and its
 * group together.
 */

import * as z from 'zod/mini';
import { DOCUMENTATION_URL } from './errors/index.ts';
import { METRICS } from './metrics.ts';

const required = z.string().check(z.minLength(1));
const list = z.pipe(
  z._default(z.string(), ''),
  z.transform((value: string) => value.split(/[\s,]+/).filter((entry) => entry !== '')),
);
/** Exactly as browsers send it: no path, no wildcard. */
const origin = z
  .string()
  .check(
    z.refine(
      (value) => URL.canParse(value) && new URL(value).origin === value && !value.includes('*'),
    ),
  );

const http = {
  /** The errors page that bodies link to. */
  DOCUMENTATION_URL: z._default(z.url(), DOCUMENTATION_URL),
  /** Origins besides the API's own that may call it from a browser, separated by commas. */
  ALLOWED_ORIGINS: z.pipe(list, z.array(origin)),
  /** How clients reach the API. `http` is for the sandbox alone: its cookie has no `Secure`. */
  SCHEME: z._default(z.enum(['https', 'http']), 'https'),
};
const keyring = { KEYRING_SECRET_ID: required };
const sessions = { SESSIONS_TABLE: required };
const tokens = { TOKEN_ISSUER: required, TOKEN_AUDIENCE: required };
const upstream = { USER_POOL_CLIENT_ID: required, USER_POOL_CLIENT_SECRET_ID: required };
const attempts = { ATTEMPTS_TABLE: required };
const clientAddress = {
  /**
   * `gateway`: the connection's own address. `cloudfront`: `CloudFront-Viewer-Address`, believed
   * only with the origin secret.
   */
  CLIENT_IP: z._default(z.enum(['gateway', 'cloudfront']), 'gateway'),
  /** Secret that one's own CDN sends in `X-Origin-Secret`; needed for `cloudfront`. */
  ORIGIN_SECRET_ID: z.optional(required),
};
/**
 * Given to every function. Logger and metrics are there before a function's own variables are read,
 * and have it from `serviceName`.
 */
const observability = z.object({
  /** Powertools' own name for it (Powertools for AWS Lambda: "Environment variables"). */
  POWERTOOLS_SERVICE_NAME: z._default(required, METRICS.service),
});

export const ENVIRONMENT = {
  login: z.object({
    ...http,
    ...keyring,
    ...sessions,
    ...tokens,
    ...upstream,
    ...attempts,
    ...clientAddress,
  }),
  refresh: z.object({ ...http, ...keyring, ...sessions, ...tokens, ...upstream }),
  logout: z.object({ ...http, ...keyring, ...sessions, ...tokens, ...upstream }),
  session: z.object({ ...http, ...keyring, ...sessions, ...tokens }),
  captcha: z.object({ ...http, ...keyring }),
  authorizer: z.object({ ...keyring, ...sessions, ...tokens }),
  'rotate-keys': z.object({ ...keyring }),
} as const;

export type FunctionName = keyof typeof ENVIRONMENT;
/** What a function gets: parsed, with its defaults. */
export type Environment<F extends FunctionName> = z.output<(typeof ENVIRONMENT)[F]>;
/** What a deployment gives: strings. */
export type EnvironmentInput<F extends FunctionName> = z.input<(typeof ENVIRONMENT)[F]>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables of one function.
 * @throws {TypeError} naming each variable that is missing or wrong, never a value.
 */
export function parseEnvironment<F extends FunctionName>(
  name: F,
  variables: Variables,
): Environment<F> {
  return parse(ENVIRONMENT[name], variables, `${name}: `) as Environment<F>;
}

/**
 * The service that a function's logs and metrics are of.
 * @throws {TypeError} when it is set to nothing.
 */
export const serviceName = (variables: Variables): string =>
  parse(observability, variables).POWERTOOLS_SERVICE_NAME;

/** What `serviceName` reads. */
export const observabilityOf = (service: string): z.output<typeof observability> => ({
  POWERTOOLS_SERVICE_NAME: service,
});

function parse<S extends z.ZodMiniType>(schema: S, variables: Variables, whose = ''): z.output<S> {
  const parsed = z.safeParse(schema, variables);
  if (parsed.success) return parsed.data;
  const wrong = [...new Set(parsed.error.issues.map(({ path: [variable] }) => String(variable)))];
  throw new TypeError(`${whose}missing or invalid environment variables: ${wrong.join(', ')}`);
}
