import type { Environment } from '../../contract/environment.ts';
import { keyringKeys } from '../adapters/secrets/keys.ts';
import type { Keys } from '../core/keys/keys.ts';
import type { ReadSecret } from './secrets.ts';

/** Builds the port to the keys, over the keyring secret. */
export const buildKeys = (
  { KEYRING_SECRET_ID }: Pick<Environment<'captcha'>, 'KEYRING_SECRET_ID'>,
  readSecret: ReadSecret,
): Keys => keyringKeys({ read: () => readSecret(KEYRING_SECRET_ID), clock: Date.now });
