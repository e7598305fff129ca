import type { Environment } from '../../contract/environment.ts';
import { loadKeyring, serviceKeys, tokenKeys } from '../adapters/secrets/keys.ts';
import type { ServiceKeys, TokenKeys } from '../core/keys/keys.ts';
import type { OpenSecret } from './secrets.ts';

/** Builds the port to the keys of session JWTs. */
export const buildTokenKeys = (
  { TOKEN_KEYS_SECRET_ID }: Pick<Environment<'authorizer'>, 'TOKEN_KEYS_SECRET_ID'>,
  open: OpenSecret,
): TokenKeys => tokenKeys({ secret: open(TOKEN_KEYS_SECRET_ID, loadKeyring), clock: Date.now });

/** Builds the port to the keys of the service itself. */
export const buildServiceKeys = (
  { SERVICE_KEYS_SECRET_ID }: Pick<Environment<'captcha'>, 'SERVICE_KEYS_SECRET_ID'>,
  open: OpenSecret,
): ServiceKeys =>
  serviceKeys({ secret: open(SERVICE_KEYS_SECRET_ID, loadKeyring), clock: Date.now });
