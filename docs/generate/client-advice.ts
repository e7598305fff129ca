import { blocks, bullets, code, heading } from './markdown.ts';
import { sampleBesideClient, sampleOf } from './published-sample.ts';

/** Renders the published advice, and the complete clients that follow it. */
export const bestPractices = (): string =>
  blocks(
    heading(2, 'Error Handling Best Practices'),
    heading(3, '1. Implement Exponential Backoff'),
    sampleOf('retry-with-backoff.py'),
    'The sample uses `random`, so import it too. Where the error has `details.retry_after`, wait at least that long.',
    heading(3, '2. Handle Token Expiration'),
    sampleBesideClient('authenticated-request.js', 'authenticated-request.js'),
    'Refresh only when `details.action` is `refresh`, and only once per request: a fresh token that is refused will be refused again. [The client](/guide/client) does so.',
    heading(3, '3. Log Errors for Debugging'),
    sampleOf('log-errors.java'),
    'Log `code` and `request_id` as well. Never log a token or a password.',
    heading(3, 'Complete clients'),
    'In JavaScript, use [the client](/guide/client). Without a package, begin with one small client in each language: it signs in, calls your API, refreshes the token once, and waits as long as the error says. These files are run by the tests of this project.',
    `::: code-group

<<< @/samples/client.ts [TypeScript]

<<< @/samples/client.py [Python]

<<< @/samples/Client.java [Java]

<<< @/samples/client.sh [curl]

:::`,
  );

export const scenarios = (): string =>
  blocks(
    heading(2, 'Common Scenarios'),
    heading(3, 'Scenario 1: Token Expired During Request'),
    `Detection:\n\n${code('text', '401 Unauthorized with code: TOKEN_EXPIRED')}`,
    `Solution:\n\n${bullets([
      'Call `/api/auth/refresh` with refresh token cookie',
      'If refresh succeeds (200), retry original request with new token',
      'If refresh fails (401), redirect user to login page',
    ])}`,
    heading(3, 'Scenario 2: Refresh Token Expired'),
    `Detection:\n\n${code('text', '401 Unauthorized from /api/auth/refresh\ncode: INVALID_REFRESH_TOKEN')}`,
    `Solution:\n\n${bullets([
      'Clear local storage and cookies',
      'Redirect user to login page',
      'Optionally show message: “Your session has expired. Please log in again.”',
    ])}`,
    heading(3, 'Scenario 3: Invalid Credentials'),
    `Detection:\n\n${code('text', '401 Unauthorized from /api/auth/login\ncode: INVALID_CREDENTIALS')}`,
    `Solution:\n\n${bullets([
      'Show user-friendly error message',
      'Don’t reveal which field was wrong (security)',
      'Implement rate limiting for login attempts',
      'After multiple failures, add CAPTCHA',
    ])}`,
    'The last two are done by the service: it answers [`CAPTCHA_REQUIRED`](#captcha-required) and [`TOO_MANY_REQUESTS`](#too-many-requests).',
  );
