import type { ErrorCode } from '../../contract/errors/index.ts';
import type { RouteName } from '../../contract/routes/index.ts';

/** The texts of a status on the errors page. Its codes have their own texts. */
export interface StatusSection {
  summary: string;
  /** The error that serves as the example of the status. */
  example?: { code: ErrorCode; variant?: string; route?: RouteName; requestId?: string };
  /** Samples of the published page. They are files in `docs/samples/published`. */
  samples?: readonly {
    title: string;
    file: string;
    /** What does the same with the client. A file in `docs/samples/with-client`. */
    withClient?: string;
    note: string;
  }[];
  note?: string;
}

export const STATUSES: Readonly<Record<number, StatusSection>> = {
  400: {
    summary: 'Missing or malformed request data.',
    example: { code: 'BAD_REQUEST', variant: 'missing_cookie' },
  },
  401: {
    summary: 'Authentication failed or token invalid.',
    example: { code: 'INVALID_TOKEN', variant: 'signature' },
    samples: [
      {
        title: 'Solution:',
        file: 'refresh-on-401.py',
        note: 'The cookie must travel with both calls: use one `requests.Session` for them.',
      },
    ],
  },
  403: {
    summary:
      'The request was understood and refused. A new token does not help; ' +
      '`details.action` says what does.',
  },
  404: { summary: 'There is nothing at this path, or not with this method.' },
  409: {
    summary: 'The request contradicts the present state. `details.field` says what to change.',
  },
  413: { summary: 'The request is larger than the service reads.' },
  429: { summary: 'Too many requests. `Retry-After` says when the next one can work.' },
  500: {
    summary: 'Server-side error during authentication.',
    example: { code: 'INTERNAL_ERROR', route: 'login' },
    note: 'A failure of Cognito itself is not a 500: it is a [502](#502-bad-gateway).',
    samples: [
      {
        title: 'Retry Logic:',
        file: 'login-with-retry.js',
        withClient: 'login.js',
        note:
          'This loop waits for 500 only and has no error to throw when every try was a 500. ' +
          '[The client](/guide/client) and the [complete clients](#complete-clients) also wait ' +
          'for 429, 502, 503 and 504, and as long as `Retry-After` says.',
      },
    ],
  },
  502: {
    summary: 'Invalid response from AWS Cognito.',
    example: { code: 'BAD_GATEWAY', requestId: 'req_xyz789' },
  },
  503: { summary: 'The service is up and cannot serve this request now.' },
  504: { summary: 'The gateway stopped waiting for the service.' },
};
