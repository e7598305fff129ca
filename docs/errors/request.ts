import type { REQUEST_ERRORS } from '../../contract/errors/request.ts';
import { REQUEST } from '../../contract/limits.ts';
import type { ErrorProse } from './prose.ts';

/** Bytes. */
const KIB = 1_024;

export const REQUEST_PROSE: Readonly<Record<keyof typeof REQUEST_ERRORS, ErrorProse>> = {
  BAD_REQUEST: {
    description: 'Missing or malformed request data',
    causes: [
      'Missing `username` or `password` fields',
      'Invalid JSON format',
      'Missing refresh token cookie',
      'A field that is too long, or a header that came twice',
    ],
    solution: [
      'Read `details.field` and `details.issue`',
      'Verify request body format',
      'Ensure cookies are enabled and sent with request',
      'Check that all required fields are present',
    ],
    example: { field: 'username', issue: 'is required' },
  },
  ORIGIN_NOT_ALLOWED: {
    description: 'Cross-site request from an unknown origin',
    causes: [
      'A page on another origin called the API, and its origin is not in `allowedOrigins`',
      'A proxy in front of the API changes `Host`, so the API does not recognise the origin of its own page',
      'The page has no origin of its own, for example a local file. `details.origin` is `null` then',
    ],
    solution: [
      'Serve the page from the API’s own origin, or add `details.origin` to `allowedOrigins`',
      'On your own machine, use the sandbox: it accepts every `http://localhost` origin',
    ],
    example: { origin: 'https://app.example.com' },
  },
  FORBIDDEN: {
    description: 'Refused by the firewall',
    causes: ['A firewall rule matched the request'],
    solution: ['Contact support with the `X-Request-Id` of the response'],
  },
  NOT_FOUND: {
    description: 'No such route, or no such passkey',
    causes: [
      'The path or the method is wrong',
      'The signed-in user has no passkey with the ID in the path',
    ],
    solution: ['Check the path and the method', 'Load the list of passkeys again'],
  },
  PAYLOAD_TOO_LARGE: {
    description: 'Request body too large',
    causes: [`The body is larger than ${REQUEST.bodyBytes / KIB} KiB`],
    solution: ['Send only the documented fields'],
  },
  TOO_MANY_REQUESTS: {
    description: 'Throttled',
    causes: [
      'Too many requests in a short time',
      'Too many failed sign-ins at one account, by anybody if this device is new to the account',
    ],
    solution: [
      'Wait `details.retry_after` seconds, then retry',
      'With the action `reset_password`: offer the password reset, which works at once',
    ],
  },
};
