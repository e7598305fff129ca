/**
 * Every number of the product: lifetimes, sizes, windows, budgets. Seconds unless the name ends in
 * `Ms`, sizes unless it ends in `Bytes`.
 */

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** API Gateway ends a REST integration after 29 s (AWS: "Amazon API Gateway quotas"). */
const GATEWAY_TIMEOUT = 29;

export const TIMEOUTS = {
  gateway: GATEWAY_TIMEOUT,
  /** Lambda's limit for every function that answers a client. */
  function: 20,
  /** Middy answers this long before Lambda would cut the function off. */
  beforeFunctionEndsMs: 500,
  /** A sign-in or refresh at Cognito, connection included. One try. */
  cognitoMs: 6_000,
  /** Revoking an upstream token, best effort. */
  cognitoRevokeMs: 2_000,
  connectMs: 500,
  /** One DynamoDB operation: so many tries of so long each. */
  database: { tries: 3, tryMs: 700 },
  /** One Secrets Manager read. */
  secrets: { tries: 3, tryMs: 700 },
} as const;

/** The published retry loop: three tries, 1 + 2 + 4 s of back-off, up to 1 s of jitter on each. */
const CLIENT_RETRIES = { tries: 3, backoff: 1 + 2 + 4, jitter: 3 } as const;

export const SESSION = {
  /** `exp` of the session JWT. */
  jwtLifetime: 15 * DAY,
  /** Absolute: cookie, refresh token, session row and Cognito's own refresh token end together. */
  lifetime: 30 * DAY,
  /** A refresh later than this after the last upstream validation asks Cognito again. */
  revalidateAfter: 15 * MINUTE,
  /**
   * How long a rotated token still gets its successor again. It spans every try of a client that
   * retries.
   */
  successorWindow: 2 * MINUTE,
} as const;

/** How long a function may use a secret it has read. */
const SECRET_CACHE = 5 * MINUTE;

export const KEYRING = {
  cache: SECRET_CACHE,
  /** A new key signs only after every function must have seen it. */
  activateAfter: 2 * SECRET_CACHE,
  /** An unknown `kid` reads the secret again at most this often. */
  reloadAfter: 10,
  /** A key verifies this long after it stopped signing: the longest life of anything it signed. */
  keepRetired: SESSION.lifetime,
  rotateAfterDays: 90,
  keyBytes: 32,
} as const;

export const REQUEST = {
  bodyBytes: 8 * 1024,
  /** Cognito's own limits (API_InitiateAuth, API_SignUp). */
  usernameLength: 128,
  passwordLength: 256,
  captchaLength: 4_096,
  /**
   * What an Authorization header may take of the 10,240 bytes that all headers share at the
   * gateway.
   */
  headerLength: 8 * 1024,
} as const;

/**
 * The JWT carries at most this much of the user, so that the Authorization header fits through the
 * gateway.
 */
export const CLAIMS = { groupsBytes: 2_048, emailLength: 320 } as const;

export const ATTEMPTS = {
  window: 15 * MINUTE,
  /**
   * More attempts than these in a window need a solved CAPTCHA. The account's stays below Cognito's
   * lockout at 5.
   */
  captchaAfter: { accountAndIp: 3, account: 4, ip: 20 },
  /** More than this from one address at one account wait for the window to end. */
  refuseAfter: 10,
  /** The same wrong password again within this is no new guess. */
  repeatWindow: 10,
  /**
   * Cognito locks a user out from this failure on, for 1 s, doubling, up to about 15 minutes (AWS:
   * "Lockout behavior for failed sign-in attempts").
   */
  lockout: { failures: 5, longest: 15 * MINUTE },
  /** TTL deletion lags; rows stay this long past their window so that clocks may differ. */
  keepAfterWindow: 5 * MINUTE,
} as const;

/**
 * Sign-ins and refreshes that Cognito answers in one second, for the account and region (AWS:
 * "Quotas in Amazon Cognito", category UserAuthentication).
 */
export const COGNITO_QUOTA = 120;

/**
 * The difficulty. The budget is a mid-range phone whose browser runs a single worker: 1 s for the
 * median challenge, 5 s for all but one in twenty. `npm run bench:captcha` measures it.
 */
export const CAPTCHA = {
  /** A challenge is good for this long. */
  lifetime: 10 * MINUTE,
  algorithm: 'PBKDF2/SHA-256',
  /** PBKDF2 iterations for one try. Checking a solution costs us one try. */
  cost: 5_000,
  /** A try succeeds when the derived key starts with this: one in 256 on average. */
  keyPrefix: '00',
} as const;

function must(holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`contract/limits.ts: ${rule}`);
}

/**
 * The SDK waits up to 100, then up to 200 ms between three tries (AWS SDKs and Tools: "Retry
 * behavior").
 */
const SDK_BACKOFF_MS = 300;
const longestMs = ({ tries, tryMs }: { tries: number; tryMs: number }) =>
  tries * tryMs + SDK_BACKOFF_MS;

const retries =
  CLIENT_RETRIES.tries * TIMEOUTS.function + CLIENT_RETRIES.backoff + CLIENT_RETRIES.jitter;
must(retries <= SESSION.successorWindow, 'the successor window must outlast a client that retries');
must(TIMEOUTS.function < TIMEOUTS.gateway, 'functions must end before the gateway gives up');
/**
 * What a cold login waits for in turn: the CDN's secret, the keyring and the client's secret; the
 * count; Cognito; what settles it.
 */
const loginMs =
  3 * longestMs(TIMEOUTS.secrets) + 2 * longestMs(TIMEOUTS.database) + TIMEOUTS.cognitoMs;
/** The keyring; the row; the client's secret and Cognito; the row again, or its end. */
const refreshMs =
  2 * longestMs(TIMEOUTS.secrets) + 2 * longestMs(TIMEOUTS.database) + TIMEOUTS.cognitoMs;
/** The keyring; the row; the client's secret and the upstream's revocation. */
const logoutMs =
  2 * longestMs(TIMEOUTS.secrets) + longestMs(TIMEOUTS.database) + TIMEOUTS.cognitoRevokeMs;
must(
  Math.max(loginMs, refreshMs, logoutMs) + TIMEOUTS.beforeFunctionEndsMs <=
    TIMEOUTS.function * 1_000,
  'the time-outs of a request must add up to less than the function’s',
);
must(SESSION.jwtLifetime <= SESSION.lifetime, 'the JWT of a login must not outlive its session');
must(
  KEYRING.activateAfter >= 2 * KEYRING.cache,
  'a key must be seen by every function before it signs',
);
must(
  ATTEMPTS.captchaAfter.account < ATTEMPTS.lockout.failures,
  'a CAPTCHA must come before Cognito’s lockout',
);
