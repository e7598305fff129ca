import type { UPSTREAM_ERRORS } from '../../contract/errors/upstream.ts';
import type { ErrorProse } from './prose.ts';

export const UPSTREAM_PROSE: Readonly<Record<keyof typeof UPSTREAM_ERRORS, ErrorProse>> = {
  INTERNAL_ERROR: {
    description: 'Server-side error during authentication',
    causes: [
      'Database connection issue',
      'JWT signing key not configured',
      'User pool misconfigured',
    ],
    solution: [
      'Retry with exponential backoff',
      'Check status page for incidents',
      'Contact support if persistent, with `details.request_id`',
    ],
  },
  BAD_GATEWAY: {
    description: 'Invalid response from AWS Cognito',
    causes: ['Cognito is unreachable, timed out or failed', 'Its answer could not be understood'],
    solution: [
      'Retry after a few seconds',
      'Check AWS Cognito service status',
      'Contact support if persistent, with `details.request_id`',
    ],
  },
  SERVICE_UNAVAILABLE: {
    description: 'Upstream is throttling the service',
    causes: ['Cognito throttles the service', 'Signing keys are being read'],
    solution: ['Wait `details.retry_after` seconds, then retry'],
  },
  GATEWAY_TIMEOUT: {
    description: 'The gateway gave up waiting',
    causes: ['The service did not answer in time'],
    solution: ['Retry after a few seconds'],
  },
};
