/**
 * The environment variables that each function reads. They are grouped by resource, because a grant
 * in `lib/` adds a permission together with the variables of its group.
 */

import * as z from 'zod/mini';
import { TOKEN_ALGORITHMS } from './algorithms.ts';
import { DOCUMENTATION_URL } from './errors/index.ts';
import { MAILS } from './limits.ts';
import { METRICS } from './metrics.ts';
import { MFA_SETTINGS } from './mfa.ts';

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

const positive = z.pipe(
  z.string().check(z.regex(/^[1-9]\d*$/)),
  z.transform((value: string) => Number(value)),
);

/** A number of seconds. */
const seconds = positive;

const http = {
  /** URL of the errors page that error bodies link to. */
  DOCUMENTATION_URL: z._default(z.url(), DOCUMENTATION_URL),
  /** Browser origins, besides the API's own, that may call the API. Separated by commas. */
  ALLOWED_ORIGINS: z.pipe(list, z.array(origin)),
  /** URL scheme that clients use. `http` is for the sandbox only: its cookie has no `Secure`. */
  SCHEME: z._default(z.enum(['https', 'http']), 'https'),
};
/** The keys that verify session JWTs. They are public keys if the algorithm is `ES256`. */
const tokenKeys = { TOKEN_KEYS_SECRET_ID: required };
/** The keys that sign session JWTs. They are in the same secret if the algorithm is `HS256`. */
const signingKeys = { SIGNING_KEYS_SECRET_ID: required };
/** The other keys. Only functions of the service read this secret. */
const serviceKeys = { SERVICE_KEYS_SECRET_ID: required };
const sessions = { SESSIONS_TABLE: required };
/** The only algorithm of session JWTs. */
const algorithm = { TOKEN_ALGORITHM: z._default(z.enum(TOKEN_ALGORITHMS), 'HS256') };
/** The algorithm, the `iss` and the `aud` that a session JWT must have. */
const tokens = { ...algorithm, TOKEN_ISSUER: required, TOKEN_AUDIENCE: required };
/** Seconds without use after which a session has ended. Defaults to no time-out. */
const idle = { SESSION_IDLE_AFTER: z.optional(seconds) };
/** How many sessions a user may have. Defaults to no limit. */
const sessionLimit = { MAX_SESSIONS_PER_USER: z.optional(positive) };
/** Further values of `aud` that session JWTs are signed with. Separated by commas. */
const signing = { TOKEN_OTHER_AUDIENCES: list };
const upstream = { USER_POOL_CLIENT_ID: required, USER_POOL_CLIENT_SECRET_ID: required };
const attempts = { ATTEMPTS_TABLE: required };
/** Seconds that a further step of a sign-in may take. */
const challenges = { CHALLENGE_LIFETIME: seconds };
/** Whether users may or must have a second factor. */
const mfa = { MFA: z.enum(MFA_SETTINGS) };
const userPool = { USER_POOL_ID: required };
const eventBus = { EVENT_BUS_NAME: required };
/** Whether the stage has a sender of mails to its users. */
const notices = { ...eventBus, NOTICES: z._default(z.enum(['on', 'off']), 'off') };
/** The name of the customer's service in mails. Defaults to no name. */
const mailTexts = { MAIL_SERVICE_NAME: z.optional(required) };
/** The header `From` of mails. */
const mailSender = { ...mailTexts, MAIL_FROM: required };
/** Age of Cognito's last confirmation from which a new one is obtained, in seconds. */
const revalidation = { REVALIDATE_AFTER: seconds };
/** Variables of the functions that accept a session JWT. */
const freshness = {
  ...idle,
  ...eventBus,
  ...revalidation,
  /** Age of Cognito's last confirmation from which a session JWT is refused, in seconds. */
  EXPIRE_UNVALIDATED_AFTER: seconds,
};
/** Which names may sign in. `any` is for user pools that accept other names than e-mail addresses. */
const names = { NAMES: z._default(z.enum(['email', 'any']), 'email') };
/** Whether people may sign in with codes by e-mail, and the domain of passkeys if with those. */
const passwordless = {
  EMAIL_CODES: z._default(z.enum(['on', 'off']), 'off'),
  RELYING_PARTY: z.optional(required),
};
/** The attributes that users may set. Separated by commas. */
const userAttributes = { USER_ATTRIBUTES: list };
/** Fewest characters of a new password. */
const passwords = { PASSWORD_MIN_LENGTH: positive };
/** How many mails with codes one network may ask for in an hour. */
const mails = { MAILS_PER_NETWORK: z._default(positive, MAILS.perNetwork) };
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
  /** The `service` field of log lines and the `service` dimension of metrics. */
  SERVICE_NAME: z._default(required, METRICS.service),
});

export const ENVIRONMENT = {
  login: z.object({
    ...http,
    ...signingKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...signing,
    ...upstream,
    ...attempts,
    ...challenges,
    ...mfa,
    ...names,
    ...sessionLimit,
    ...clientAddress,
    ...notices,
  }),
  challenge: z.object({
    ...http,
    ...signingKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...signing,
    ...upstream,
    ...attempts,
    ...challenges,
    ...mfa,
    ...passwords,
    ...sessionLimit,
    ...clientAddress,
    ...notices,
  }),
  refresh: z.object({
    ...http,
    ...signingKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...signing,
    ...upstream,
    ...idle,
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
  session: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...freshness,
  }),
  sessions: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...upstream,
    ...freshness,
  }),
  account: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...upstream,
    ...attempts,
    ...challenges,
    ...mfa,
    ...userPool,
    ...passwords,
    ...userAttributes,
    ...notices,
    ...freshness,
  }),
  registration: z.object({
    ...http,
    ...serviceKeys,
    ...upstream,
    ...userPool,
    ...attempts,
    ...userAttributes,
    ...passwords,
    ...mails,
    ...notices,
    ...clientAddress,
  }),
  recovery: z.object({
    ...http,
    ...serviceKeys,
    ...sessions,
    ...upstream,
    ...userPool,
    ...attempts,
    ...names,
    ...passwords,
    ...mails,
    ...notices,
    ...clientAddress,
  }),
  passwordless: z.object({
    ...http,
    ...serviceKeys,
    ...upstream,
    ...userPool,
    ...attempts,
    ...challenges,
    ...names,
    ...mails,
    ...passwordless,
    ...clientAddress,
  }),
  passkeys: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...upstream,
    ...mfa,
    ...userPool,
    ...attempts,
    ...notices,
    ...freshness,
  }),
  mfa: z.object({
    ...http,
    ...tokenKeys,
    ...serviceKeys,
    ...sessions,
    ...tokens,
    ...upstream,
    ...attempts,
    ...mfa,
    ...userPool,
    ...notices,
    ...freshness,
  }),
  captcha: z.object({ ...http, ...serviceKeys }),
  jwks: z.object({ ...http, ...tokenKeys }),
  authorizer: z.object({ ...tokenKeys, ...sessions, ...tokens, ...freshness }),
  revalidate: z.object({ ...sessions, ...userPool, ...revalidation }),
  notices: z.object({ ...mailSender }),
  'user-events': z.object({ ...sessions, ...eventBus }),
  'custom-message': z.object({ ...serviceKeys, ...mailTexts }),
  'rotate-keys': z.object({ ...algorithm, ...signingKeys, ...tokenKeys, ...serviceKeys }),
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
  parse(observability, variables).SERVICE_NAME;

/** Variables from which `serviceName` reads the given service. */
export const observabilityOf = (service: string): z.output<typeof observability> => ({
  SERVICE_NAME: service,
});

function parse<S extends z.ZodMiniType>(schema: S, variables: Variables, prefix = ''): z.output<S> {
  const parsed = z.safeParse(schema, variables);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path: [variable] }) => String(variable)))];
  throw new TypeError(`${prefix}missing or invalid environment variables: ${names.join(', ')}`);
}
