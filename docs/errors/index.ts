import type { ErrorCode } from '../../contract/errors/index.ts';
import { ACCOUNT_PROSE } from './account.ts';
import { CREDENTIAL_PROSE } from './credentials.ts';
import { PROOF_PROSE } from './proof.ts';
import type { ErrorProse } from './prose.ts';
import { REQUEST_PROSE } from './request.ts';
import { UPSTREAM_PROSE } from './upstream.ts';

/** The prose of every code. A code without prose does not compile. */
export const ERROR_PROSE: Readonly<Record<ErrorCode, ErrorProse>> = {
  ...CREDENTIAL_PROSE,
  ...ACCOUNT_PROSE,
  ...PROOF_PROSE,
  ...REQUEST_PROSE,
  ...UPSTREAM_PROSE,
};
