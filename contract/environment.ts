/**
 * The environment variables that each function reads. They are grouped by resource, because a grant
 * in `lib/` adds a permission together with the variables of its group.
 */

import * as z from 'zod/mini';
import { DOCUMENTATION_URL } from './errors/index.ts';
import { METRICS } from './metrics.ts';

const required = z.string().check(z.minLength(1));
const list = z.pipe(
  z._default(z.string(), ''),
  z.transform((value: string) => value.split(/[\s,]+/).filter((entry) => entry !== '')),
);
/** An origin exactly as browsers send it, without a path or a wildcard. */
const origin = z
  .string()
  .check(
    z.refine(
      (value) => URL.canParse(value) && new URL(value).origin === value && !value.includes('*'),
    ),
  );

const http = {
  /** URL of the errors page that error bodies link to. */
  DOCUMENTATION_URL: z._default(z.url(), DOCUMENTATION_URL),
  /** Browser origins, besides the API's own, that may call the API. Separated by commas. */
  ALLOWED_ORIGINS: z.pipe(list, z.array(origin)),
  /** URL scheme that clients use. `http` is for the sandbox only: its cookie has no `Secure`. */
  SCHEME: z._default(z.enum(['https', 'http']), 'https'),
};
/** The keys of session JWTs. Everything that verifies a session JWT reads this secret. */
const tokenKeys = { TOKEN_KEYS_SECRET_ID: required };
/** The other keys. Only functions of the service read this secret. */
const serviceKeys = { SERVICE_KEYS_SECRET_ID: required };
const sessions = { SESSIONS_TABLE: required };
/** The `iss` and the `aud` that a session JWT must have. */
const tokens = { TOKEN_ISSUER: required, TOKEN_AUDIENCE: required };
/** Further values of `aud` that session JWTs are signed with. Separated by commas. */
const signing = { TOKEN_OTHER_AUDIENCES: list };
const upstream = { USER_POOL_CLIENT_ID: required, USER_POOL_CLIENT_SECRET_ID: required };
const attempts = { ATTEMPTS_TABLE: required };
const clientAddress = {
  /**
   * Source of the client's IP address. `gateway` is the address of the connection. `cloudfront` is
   * the header `X-Viewer-Address`, which requires the origin secret.
   */
  CLIENT_IP: z._default(z.enum(['gateway', 'cloudfront']), 'gateway'),
  /** ID of the secret that your CDN sends in `X-Origin-Secret`. Required for `cloudfront`. */
  ORIGIN_SECRET_ID: z.optional(required),
};
/**
 * Variables of every function. The logger and the metrics are created before a function parses its
 * variables, so they call `serviceName` instead.
 */
const observability = z.object({
  /** Powertools defines this name (Powertools for AWS Lambda: "Environment variables"). */
  POWERTOOLS_SERVICE_NAME: z._default(required, METRICS.service),
});

export const ENVIRONMENT = {
  login: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...signing,
    ...upstream,
    ...attempts,
    ...clientAddress,
  }),
  refresh: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...signing,
    ...upstream,
    ...clientAddress,
  }),
  logout: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...upstream,
  }),
  session: z.object({ ...http, ...tokenKeys, ...sessions, ...tokens }),
  captcha: z.object({ ...http, ...serviceKeys }),
  authorizer: z.object({ ...tokenKeys, ...sessions, ...tokens }),
  'rotate-keys': z.object({ ...tokenKeys, ...serviceKeys }),
} as const;

export type FunctionName = keyof typeof ENVIRONMENT;
/** The parsed variables of a function, with defaults applied. */
export type Environment<F extends FunctionName> = z.output<(typeof ENVIRONMENT)[F]>;
/** The variables of a function as strings, as a deployment sets them. */
export type EnvironmentInput<F extends FunctionName> = z.input<(typeof ENVIRONMENT)[F]>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the variables of one function.
 * @throws {TypeError} if a variable is missing or invalid; the message contains names and no values
 */
export function parseEnvironment<F extends FunctionName>(
  name: F,
  variables: Variables,
): Environment<F> {
  return parse(ENVIRONMENT[name], variables, `${name}: `) as Environment<F>;
}

/**
 * Reads the service name for logs and metrics.
 * @throws {TypeError} if the variable is empty
 */
export const serviceName = (variables: Variables): string =>
  parse(observability, variables).POWERTOOLS_SERVICE_NAME;

/** Variables from which `serviceName` reads the given service. */
export const observabilityOf = (service: string): z.output<typeof observability> => ({
  POWERTOOLS_SERVICE_NAME: service,
});

function parse<S extends z.ZodMiniType>(schema: S, variables: Variables, prefix = ''): z.output<S> {
  const parsed = z.safeParse(schema, variables);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path: [variable] }) => String(variable)))];
  throw new TypeError(`${prefix}missing or invalid environment variables: ${names.join(', ')}`);
}
