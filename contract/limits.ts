/**
 * All limits of the product: lifetimes, time-outs, sizes and windows. Durations are in seconds,
 * except those whose name ends in `Ms` or `Days`. Lengths are in UTF-16 code units, and names that
 * end in `Bytes` are in bytes.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** API Gateway's time-out for a REST integration (AWS: "Amazon API Gateway quotas"). */
const GATEWAY_TIMEOUT = 29;

/**
 * API Gateway's time-out for a Lambda authorizer in milliseconds. AWS documents it for HTTP APIs
 * only ("Quotas for configuring and running an HTTP API in API Gateway").
 */
const GATEWAY_AUTHORIZER_TIMEOUT_MS = 10_000;

/**
 * How long Cognito waits for a trigger in milliseconds (AWS: "Customizing user pool workflows with
 * Lambda triggers").
 */
const COGNITO_TRIGGER_TIMEOUT_MS = 5_000;

export const TIMEOUTS = {
  gateway: GATEWAY_TIMEOUT,
  /** Lambda's time-out for every function that responds to a client. */
  function: 27,
  /** Middy responds this long before Lambda would terminate the function. */
  beforeFunctionEndsMs: 500,
  /** The authorizer as a whole. */
  authorizerMs: 8_000,
  /** A sign-in or refresh at Cognito, including the connection and a second try. */
  cognitoMs: 6_000,
  /** One call of an account route to Cognito. Several of them follow each other. */
  cognitoAccountMs: 3_000,
  /** One call of a passkey route to Cognito. Up to four of them follow each other. */
  cognitoPasskeyMs: 2_000,
  /** Revocation of an upstream token, which is best effort. */
  cognitoRevokeMs: 2_000,
  /** One call to EventBridge, including the connection and a second try. */
  eventsMs: 500,
  /** The trigger that writes the mails of Cognito. */
  messageTriggerMs: 4_500,
  /** One mail to SES, including the connection and a second try. No request waits for it. */
  mailMs: 5_000,
  connectMs: 500,
  /**
   * One DynamoDB operation: the number of tries, the time-out of each until its headers arrive, and
   * the deadline of all tries together, including the last byte of the answer.
   */
  database: { tries: 3, tryMs: 700, deadlineMs: 3_300 },
  /** One read from Secrets Manager, as for the database. */
  secrets: { tries: 3, tryMs: 700, deadlineMs: 3_300 },
} as const;

/** The published retry loop: three tries, and a back-off of 1, 2 and 4 s with up to 1 s jitter. */
const CLIENT_RETRIES = { tries: 3, backoff: 1 + 2 + 4, jitter: 3 } as const;

export const SESSION = {
  /** Lifetime of the session JWT, from which `exp` is computed. */
  jwtLifetime: 15 * DAY,
  /** Absolute lifetime of the cookie, refresh token, session row and Cognito's refresh token. */
  lifetime: 30 * DAY,
  /**
   * Lower bound of the setting for the idle time-out. A session in use is recorded about once an
   * hour, so a shorter time-out would end sessions that are in use.
   */
  leastIdleTimeout: DAY,
  /** A refresh calls Cognito if the last upstream validation is older than this. */
  revalidateAfter: 15 * MINUTE,
  /**
   * How long the client that rotated a token still receives the same successor for it. It covers
   * all retries of a client.
   */
  successorWindow: 2 * MINUTE,
  /** The same for a client on another network that does not show the session's device cookie. */
  otherClientWindow: 30,
} as const;

/** How old Cognito's last confirmation of a user may be, and how a new one is obtained. */
export const VALIDATION = {
  /** Default age from which a request with a session JWT has the user confirmed again. */
  requestAfter: HOUR,
  /** Default age from which a session JWT is refused until it is refreshed. */
  expireAfter: DAY,
  /** A function asks for the confirmation of one session once within this time. */
  repeatAfter: MINUTE,
  /** A request for a confirmation is dropped when it is older than this. */
  requestLifetime: HOUR,
  /** Cognito is asked about one session once within this time, unless the session is marked. */
  claimLifetime: MINUTE,
  /** Cognito is asked again this long after it could not answer. */
  askAgainAfter: 5 * MINUTE,
  /**
   * Default of how many confirmations are obtained at the same time. Each takes about 100 ms, and
   * Cognito allows 50 `AdminListGroupsForUser` calls a second (AWS: "Quotas in Amazon Cognito",
   * category UserResourceRead).
   */
  concurrency: 2,
} as const;

/** The mails by which the service tells people what happened to their accounts. */
export const NOTICE = {
  /** A notice that could not be sent within this time is dropped, because it comes too late. */
  lifetime: HOUR,
  /** How many mails are sent at the same time. */
  concurrency: 2,
} as const;

/** The events about users that Cognito reports through CloudTrail. */
export const USER_EVENTS = {
  /**
   * An event ends a session only if its sign-in precedes the event by more than this. It covers the
   * difference between the clocks of AWS and ours.
   */
  margin: 5,
  /** How long an event waits in its queue, and in the dead-letter queue. */
  keepDays: 14,
  /** How often an event is tried before it goes to the dead-letter queue. */
  tries: 10,
} as const;

/** How long a function caches a secret. */
const SECRET_CACHE = 5 * MINUTE;

export const KEYRING = {
  cache: SECRET_CACHE,
  /** If Secrets Manager fails, the last reading of a secret is used for this long. */
  serveStale: 6 * 60 * MINUTE,
  /** A new key is in its secret at most this long after it was made. Otherwise rotation fails. */
  publishWithin: 4 * MINUTE,
  /**
   * A new key starts to sign after this time, when the caches of all functions contain it. A later
   * reading of the secret without the key shows that the key was deleted.
   */
  activateAfter: 2 * SECRET_CACHE,
  /** Minimum time between two reads of a secret that fails, or that an unknown `kid` causes. */
  reloadAfter: 10,
  /**
   * A verifier with public keys cannot tell a `kid` that it has not read from one that is made up.
   * It reads the keys again at most once within this time.
   */
  reloadPublicAfter: 30,
  /** A key verifies this long after it stops signing: the longest lifetime of what it signed. */
  keepRetired: SESSION.lifetime,
  rotateAfterDays: 90,
  keyBytes: 32,
} as const;

/** The public keys at `GET /auth/jwks`. */
export const JWKS = {
  /** How long clients may cache the answer. */
  maxAge: 5 * MINUTE,
  /** How long the function caches the keys. */
  cache: MINUTE,
} as const;

/** The cookie by which a device is known to an account. */
export const DEVICE = {
  /** An entry of the cookie expires this long after it was issued. */
  lifetime: 180 * DAY,
  /** The most accounts that one device is known to. */
  accounts: 3,
} as const;

/** The mails with codes that anybody may ask for. */
export const MAILS = {
  window: HOUR,
  /**
   * At one account for one purpose, from all clients together, in any hour. Known devices have as
   * many codes to sign in of their own.
   */
  perAccount: 3,
  /** Minimum time between two of them. */
  spacing: MINUTE,
  /** Default of the setting: from one IPv4 address or one /64 of IPv6, at all accounts. */
  perNetwork: 10,
  /** How many times as many one /48 of IPv6 may ask for. */
  wideNetworkFactor: 5,
} as const;

/** The codes in these mails: Cognito's code and the suffix of this service. */
export const MAILED_CODE = {
  /** Characters of 5 bits each. */
  suffixLength: 8,
  /**
   * How long Cognito accepts each code (AWS: "Verifying contact information at sign-up",
   * "Forgotten passwords" and, for a sign-in, the longest AuthSessionValidity).
   */
  lifetimes: { sign_up: DAY, reset_password: HOUR, change_email: DAY, sign_in: 15 * MINUTE },
  /** How far the clock of the function that wrote the mail may be ahead. */
  clockDifference: 5 * MINUTE,
  /** How long the entry of a code can be completed after a failure. */
  resumable: 10 * MINUTE,
  /**
   * Entries an hour where codes have no suffix. They are below Cognito's limits, so that strangers
   * cannot use those up (AWS: "Quotas in Amazon Cognito").
   */
  plainEntries: { accountAndNetwork: 3, account: 4 },
  /** Cognito limits entries per user and hour. After this time another one is possible. */
  cognitoLimitWindow: HOUR,
} as const;

/** What signed-in users do with their account. */
export const ACCOUNT = {
  /** A sign-in up to this age permits what needs a recent one. */
  recentSignIn: 10 * MINUTE,
} as const;

export const REQUEST = {
  bodyBytes: 8 * 1024,
  /** Cognito's own limits (API_InitiateAuth, API_SignUp). */
  usernameLength: 128,
  passwordLength: 256,
  captchaLength: 4_096,
  /** A code as a user types it, spaces included. */
  codeLength: 64,
  /** Cognito's own limit (API_AttributeType). */
  attributeLength: 2_048,
  /**
   * Maximum length of an Authorization header. API Gateway allows 10,240 bytes for all headers
   * together.
   */
  headerLength: 8 * 1024,
  /** Maximum length of an origin that a response names. A DNS name has at most 253 characters. */
  originLength: 300,
} as const;

/** New passwords. Cognito accepts these settings of a user pool (API_PasswordPolicyType). */
export const PASSWORD = { minLength: { shortest: 6, longest: 99 } } as const;

/**
 * Maximum sizes of the user's data in the JWT. They keep the Authorization header within API
 * Gateway's limit.
 */
export const CLAIMS = { groupsBytes: 2_048, emailLength: 320 } as const;

export const ATTEMPTS = {
  /** The window in which attempts from one network are counted. */
  window: 15 * MINUTE,
  /** Attempts of strangers in a window after which a solved CAPTCHA is required. */
  captchaAfter: {
    /** At one account from one IPv4 address or one /64 of IPv6. */
    accountAndNetwork: 3,
    /** At all accounts from one IPv4 address or one /64 of IPv6. */
    network: 20,
    /** At all accounts from one /48 of IPv6. */
    wideNetwork: 100,
  },
  /** Attempts at one account, from all clients together, after which strangers are refused. */
  strangers: {
    /** In a row. It is below the lockout of Cognito. */
    inARow: 4,
    /** Since the last success (NIST SP 800-63B section 5.2.2). Time does not reset it. */
    inTotal: 100,
  },
  /** Limits of a device on which the account has signed in before. */
  devices: {
    /** Failures in a row after which a device is refused. */
    inARow: 5,
    /** Attempts at the account from which on only a device without a failure may try. */
    onlyWithoutFailureFrom: 10,
    /** How long a device with a failure waits after one of another, if a lockout is near. */
    pace: 30,
    /** Failures since its last success that make a device a stranger. */
    sinceSuccess: 10,
    /** The most devices whose failures are stored for one account. */
    stored: 100,
  },
  /** An attempt without a verdict from Cognito counts as a failure this long. */
  unclearCounts: MINUTE,
  /** The same wrong password again within this time is not another attempt. */
  repeatWindow: 10,
  /**
   * Cognito locks a user out from this number of failures on. The lockout starts at 1 s and doubles
   * up to about 15 minutes. Cognito forgets failures after 15 minutes without an attempt (AWS:
   * "Lockout behavior for failed sign-in attempts").
   */
  lockout: { failures: 5, longest: 15 * MINUTE },
  /** How long rows are kept after their window ends, to tolerate differences between clocks. */
  keepAfterWindow: 5 * MINUTE,
} as const;

/** The further steps of a sign-in, such as the code of a second factor. */
export const CHALLENGE = {
  /**
   * How long a step may take, and what a stage may set (AWS: "Quotas in Amazon Cognito",
   * AuthSessionValidity). A mail may take minutes, so a stage that signs people in by e-mail codes
   * has another default.
   */
  lifetime: {
    standard: 5 * MINUTE,
    withEmailCodes: 10 * MINUTE,
    shortest: 3 * MINUTE,
    longest: 15 * MINUTE,
  },
  /** Wrong answers after which a sign-in must begin again. */
  triesInChain: 5,
  /** Wrong answers at one account within the window, from all clients together. */
  triesInWindow: 5,
  window: 15 * MINUTE,
  /** Wrong answers since the last sign-in (NIST SP 800-63B section 5.2.2). */
  triesInTotal: 100,
} as const;

export const PASSKEYS = {
  /** How many a user may have (AWS: "Quotas in Amazon Cognito"). */
  perUser: 20,
  /**
   * Sign-ins that one network may begin in a window without a CAPTCHA. Nothing can be guessed, so
   * this only limits the calls of Cognito.
   */
  begun: { network: 20, wideNetwork: 100, window: 15 * MINUTE },
  /** Bytes of a challenge that this service makes up. */
  challengeBytes: 32,
  /** How long a registration may take. It is the lifetime of Cognito's access token. */
  registration: 5 * MINUTE,
  nameLength: 64,
  /** A credential ID has at most 1,023 bytes (Web Authentication section 4), in base64url. */
  idLength: 1_364,
} as const;

/**
 * Sign-ins and refreshes per second that Cognito allows per account and region (AWS: "Quotas in
 * Amazon Cognito", category UserAuthentication).
 */
export const COGNITO_QUOTA = 120;

/**
 * How often the throttle of a route that calls Cognito must at least contain the quota of Cognito.
 */
export const MINIMUM_RATIO_TO_COGNITO = 5;

/**
 * Requests per second of all APIs of an account and region, and the burst (AWS: "Amazon API Gateway
 * quotas"). Some regions start with a quarter of them.
 */
export const GATEWAY_QUOTA = { rate: 10_000, burst: 5_000 } as const;

/**
 * Requests that the firewall lets one address send to a route in `window` seconds. They are far
 * more than the people of a large office need, whose address is shared: each of 500 may send the
 * published retries of a mistyped password and of a CAPTCHA. `other` counts all other routes
 * together. A dozen addresses must not be able to use up the throttle of a route.
 */
export const FIREWALL = {
  window: 5 * MINUTE,
  limits: { login: 2_000, refresh: 10_000, session: 50_000, other: 2_000 },
  /** What AWS WAF accepts for a rate-based rule (API_RateBasedStatement). */
  range: { minimum: 10, maximum: 2_000_000_000 },
} as const;

/**
 * The difficulty of a CAPTCHA. A mid-range phone whose browser runs a single worker must solve the
 * median challenge in 1 s and 95% of challenges in 5 s. `npm run bench:captcha` measures this.
 */
export const CAPTCHA = {
  /** How long a challenge is valid. */
  lifetime: 10 * MINUTE,
  algorithm: 'PBKDF2/SHA-256',
  /** PBKDF2 iterations for one try. The service needs one try to check a solution. */
  cost: 5_000,
  /** A try succeeds if the derived key starts with this. On average, 1 in 256 tries does. */
  keyPrefix: '00',
} as const;

/** @throws {RangeError} if the limits do not agree with each other */
function checkLimits(isValid: boolean, rule: string): void {
  if (!isValid) throw new RangeError(`contract/limits.ts: ${rule}`);
}

/**
 * The most that the SDK waits in total between three tries: 100 ms and 200 ms (AWS SDKs and Tools:
 * "Retry behavior").
 */
const SDK_BACKOFF_MS = 300;
for (const { tries, tryMs, deadlineMs } of [TIMEOUTS.database, TIMEOUTS.secrets]) {
  checkLimits(
    tries * tryMs + SDK_BACKOFF_MS <= deadlineMs,
    'deadlineMs must allow all tries of a call',
  );
}

const retriesDuration =
  CLIENT_RETRIES.tries * TIMEOUTS.function + CLIENT_RETRIES.backoff + CLIENT_RETRIES.jitter;
checkLimits(
  retriesDuration <= SESSION.successorWindow,
  'successorWindow must be at least as long as all retries of a client',
);
checkLimits(
  SESSION.otherClientWindow < SESSION.successorWindow,
  'otherClientWindow must be shorter than successorWindow',
);
checkLimits(
  TIMEOUTS.function < TIMEOUTS.gateway,
  'the time-out of functions must be shorter than that of API Gateway',
);
/**
 * A cold function reads all its secrets in parallel. It reads one of them again if that fails and
 * the secret is needed later.
 */
const secretsMs = 2 * TIMEOUTS.secrets.deadlineMs;
const databaseMs = TIMEOUTS.database.deadlineMs;
/**
 * The longest that a cold request can wait, in milliseconds: its secrets and then calls in sequence,
 * each until just before its deadline.
 */
const LONGEST = {
  /**
   * The counters, the reservation of the attempt, Cognito, the new session, and the outcome
   * together with the end of the sessions that it replaces. The limit of sessions has the time of
   * one call. A sign-in that was overtaken ends its session after that, in the time that is left.
   */
  login: secretsMs + 4 * databaseMs + TIMEOUTS.cognitoMs,
  /**
   * The row, its upstream token, Cognito, and the row again. If another request has rotated the
   * token meanwhile, the row notes that its generation is handed out again. The deletion of the
   * upstream token, which follows the end of a session, is best effort.
   */
  refresh: secretsMs + 4 * databaseMs + TIMEOUTS.cognitoMs,
  /**
   * The step and the counters, the reservation of the try, Cognito, the new session or step, and
   * the rest as at a login. A reauthentication revokes its upstream session instead of the last two.
   * A notice tells of an authenticator app that was set up.
   */
  challenge: secretsMs + 4 * databaseMs + TIMEOUTS.cognitoMs + TIMEOUTS.eventsMs,
  /** The row and its upstream token, and the revocation at Cognito. */
  logout: secretsMs + 2 * databaseMs + TIMEOUTS.cognitoRevokeMs,
  /** One secret, the row, and the request for a confirmation. */
  session: secretsMs + databaseMs + TIMEOUTS.eventsMs,
  /**
   * As `session`, and the list of sessions. The steps that end a session follow each other, and an
   * event comes last. All sessions of a batch end at the same time.
   */
  sessions: secretsMs + 3 * databaseMs + 2 * TIMEOUTS.eventsMs + TIMEOUTS.cognitoRevokeMs,
  /**
   * Sign-up: the counters, the reservation of the mail, two calls of Cognito, and an event. A
   * confirmation: the note of the code, its entry, the note again, the attributes, the password
   * together with the counters, and the end of the note.
   */
  registration:
    secretsMs +
    Math.max(
      2 * databaseMs + TIMEOUTS.cognitoAccountMs + TIMEOUTS.cognitoMs + TIMEOUTS.eventsMs,
      4 * databaseMs + 2 * TIMEOUTS.cognitoAccountMs,
    ),
  /**
   * A reset: the user and the note of the code, the entry, the counters and the list of sessions,
   * the end of a batch of them, the list again, and two events.
   */
  recovery:
    secretsMs +
    4 * databaseMs +
    TIMEOUTS.cognitoAccountMs +
    TIMEOUTS.cognitoRevokeMs +
    2 * TIMEOUTS.eventsMs,
  /**
   * The change of a password: the session, the reservation of the attempt, Cognito's check, the end
   * of the other sessions, the change at Cognito, and the session again. Sessions that begin at the
   * same time end after that, in the time that is left.
   */
  account: secretsMs + 4 * databaseMs + 2 * TIMEOUTS.cognitoAccountMs,
  /**
   * The counters, the CAPTCHA, the reservation of the mail, Cognito, and the step. The user is
   * looked up within the time limit of Cognito. If no code was sent, the mail is given back, and the
   * challenge of the last code is read, in the time that is left.
   */
  passwordless: secretsMs + 4 * databaseMs + TIMEOUTS.cognitoMs,
  /**
   * The removal of a passkey: the session, its upstream token, an access token together with the
   * factors, the list, the removal, the factor, the names, and a notice.
   */
  passkeys: secretsMs + 3 * databaseMs + 4 * TIMEOUTS.cognitoPasskeyMs + TIMEOUTS.eventsMs,
  /**
   * The proof of an authenticator app: the session, its upstream token and an access token, the
   * reservation of the try, the code, the end of the try, and a notice. The factors are read
   * together with the access token, and change while the try ends.
   */
  mfa: secretsMs + 4 * databaseMs + 2 * TIMEOUTS.cognitoAccountMs + TIMEOUTS.eventsMs,
  /** The claim of the row, the user, the groups, and the row again. */
  revalidate: 2 * databaseMs + 2 * TIMEOUTS.cognitoMs,
} as const;
checkLimits(
  Math.max(...Object.values(LONGEST)) + TIMEOUTS.beforeFunctionEndsMs <= TIMEOUTS.function * 1_000,
  'the deadlines of a request must add up to less than the time-out of its function',
);
// The authorizer reads one secret and one row, and requests a confirmation.
checkLimits(
  TIMEOUTS.secrets.deadlineMs + databaseMs + TIMEOUTS.eventsMs < TIMEOUTS.authorizerMs &&
    TIMEOUTS.authorizerMs < GATEWAY_AUTHORIZER_TIMEOUT_MS,
  'the deadline of the authorizer must be between its calls and the time-out of API Gateway',
);
checkLimits(
  TIMEOUTS.secrets.deadlineMs < TIMEOUTS.messageTriggerMs &&
    TIMEOUTS.messageTriggerMs < COGNITO_TRIGGER_TIMEOUT_MS,
  'the deadline of the mail trigger must be between its calls and the time-out of Cognito',
);
checkLimits(
  SESSION.jwtLifetime <= SESSION.lifetime,
  'jwtLifetime must not exceed the lifetime of the session',
);
checkLimits(
  KEYRING.activateAfter >= KEYRING.publishWithin + KEYRING.cache,
  'activateAfter must be at least as long as publishWithin and the cache of the keyring',
);
checkLimits(
  KEYRING.activateAfter >= KEYRING.publishWithin + JWKS.cache + JWKS.maxAge,
  'every client must have read a public key before it signs',
);
checkLimits(
  ATTEMPTS.strangers.inARow < ATTEMPTS.lockout.failures,
  'strangers.inARow must be below the lockout of Cognito',
);
checkLimits(
  ATTEMPTS.unclearCounts > TIMEOUTS.function,
  'unclearCounts must be longer than any function runs',
);
checkLimits(
  VALIDATION.expireAfter > Math.max(VALIDATION.requestAfter, SESSION.revalidateAfter),
  'a session must be confirmed in the background, and by a refresh, before it expires',
);
