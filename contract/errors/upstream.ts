/** Failures of this service and of the services that it calls. All of them are 5xx. */

import type { ErrorRow } from './row.ts';

export const UPSTREAM_ERRORS = {
  INTERNAL_ERROR: {
    status: 500,
    message: '{label} failed due to server error',
    action: 'retry',
    retryAfter: 1,
    gateway: [
      'DEFAULT_5XX',
      'API_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'AUTHORIZER_CONFIGURATION_ERROR',
      'INTEGRATION_FAILURE',
    ],
  },
  BAD_GATEWAY: {
    status: 502,
    message: 'Invalid response from authentication server',
    action: 'retry',
    details: { upstream: 'AWS Cognito' },
    retryAfter: 2,
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message: 'The service is busy',
    action: 'retry',
    retryAfter: 2,
  },
  GATEWAY_TIMEOUT: {
    status: 504,
    message: 'The service took too long to answer',
    action: 'retry',
    retryAfter: 2,
    gateway: ['INTEGRATION_TIMEOUT'],
  },
} as const satisfies Record<string, ErrorRow>;
