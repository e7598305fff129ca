import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/jwks.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { jwks } from '../core/keys/jwks.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildPublishedKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';

export const createJwksHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('jwks', routes, { jwks }, (environment) => ({
    ports: { keys: buildPublishedKeys(environment, buildSecrets(timeouts)) },
    settings: buildHttpSettings(environment),
  }));
