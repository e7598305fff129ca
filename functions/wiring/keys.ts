import type { Environment } from '../../contract/environment.ts';
import {
  loadKeyPairs,
  loadPublicKeys,
  publishedKeys,
  signingKeyPairs,
  verificationKeys,
} from '../adapters/secrets/key-pairs.ts';
import { loadKeyring, serviceKeys, tokenKeys } from '../adapters/secrets/keys.ts';
import type {
  PublishedKeys,
  ServiceKeys,
  SigningKeys,
  VerificationKeys,
} from '../core/keys/keys.ts';
import type { OpenSecret } from './secrets.ts';

/** Builds the port to the keys that sign session JWTs. */
export function buildSigningKeys(
  environment: Pick<Environment<'login'>, 'TOKEN_ALGORITHM' | 'SIGNING_KEYS_SECRET_ID'>,
  open: OpenSecret,
): SigningKeys {
  const { TOKEN_ALGORITHM, SIGNING_KEYS_SECRET_ID } = environment;
  return TOKEN_ALGORITHM === 'ES256'
    ? signingKeyPairs({ secret: open(SIGNING_KEYS_SECRET_ID, loadKeyPairs), clock: Date.now })
    : tokenKeys({ secret: open(SIGNING_KEYS_SECRET_ID, loadKeyring), clock: Date.now });
}

/** Builds the port to the keys that verify session JWTs. */
export function buildVerificationKeys(
  environment: Pick<Environment<'authorizer'>, 'TOKEN_ALGORITHM' | 'TOKEN_KEYS_SECRET_ID'>,
  open: OpenSecret,
): VerificationKeys {
  const { TOKEN_ALGORITHM, TOKEN_KEYS_SECRET_ID } = environment;
  return TOKEN_ALGORITHM === 'ES256'
    ? verificationKeys({ secret: open(TOKEN_KEYS_SECRET_ID, loadPublicKeys), clock: Date.now })
    : tokenKeys({ secret: open(TOKEN_KEYS_SECRET_ID, loadKeyring), clock: Date.now });
}

/** Builds the port to the public keys of session JWTs. */
export const buildPublishedKeys = (
  { TOKEN_KEYS_SECRET_ID }: Pick<Environment<'jwks'>, 'TOKEN_KEYS_SECRET_ID'>,
  open: OpenSecret,
): PublishedKeys =>
  publishedKeys({ secret: open(TOKEN_KEYS_SECRET_ID, loadPublicKeys), clock: Date.now });

/** Builds the port to the keys of the service itself. */
export const buildServiceKeys = (
  { SERVICE_KEYS_SECRET_ID }: Pick<Environment<'captcha'>, 'SERVICE_KEYS_SECRET_ID'>,
  open: OpenSecret,
): ServiceKeys =>
  serviceKeys({ secret: open(SERVICE_KEYS_SECRET_ID, loadKeyring), clock: Date.now });
