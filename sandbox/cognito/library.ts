import { Router } from 'cognito-local/lib/server/Router.js';
import {
  type CognitoService,
  CognitoServiceFactoryImpl,
} from 'cognito-local/lib/services/cognitoService.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { Services } from 'cognito-local/lib/services/index.js';
import type { LogService } from 'cognito-local/lib/services/LogService.js';
import { LambdaService } from 'cognito-local/lib/services/lambda.js';
import { JwtTokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import { TriggersService } from 'cognito-local/lib/services/triggers/index.js';
import {
  type UserPoolService,
  UserPoolServiceFactoryImpl,
} from 'cognito-local/lib/services/userPoolService.js';
import type { Clock } from '../clock.ts';
import { jsonStores } from './json-store.ts';

export const ISSUER = 'http://cognito.local';

const silent: LogService = {
  child: () => silent,
  debug: () => {},
  error: () => {},
  info: () => {},
  warn: () => {},
};
const CONTEXT: Context = { logger: silent };

/** cognito-local without its HTTP server. */
export interface CognitoLibrary {
  /** Runs one operation of the Cognito API, by its name. */
  call<T = Record<string, unknown>>(operation: string, input: object): Promise<T>;
  pools: CognitoService;
  /** For what the API cannot show: tokens of a user, its password state. */
  pool(id: string): Promise<UserPoolService>;
  context: Context;
}

/**
 * Composes cognito-local in this process. Its own `createDefaultServer` takes neither directory nor
 * clock, loads the whole AWS SDK 2 for triggers that nobody has, and logs each request.
 */
export async function openLibrary(directory: string, clock: Clock): Promise<CognitoLibrary> {
  const time = { get: () => new Date(clock()) };
  const stores = jsonStores(directory);
  const cognito = await new CognitoServiceFactoryImpl(
    directory,
    stores,
    new UserPoolServiceFactoryImpl(time, stores),
  ).create(CONTEXT, {});
  const noClient = undefined as never;
  const triggers = new TriggersService(time, cognito, new LambdaService({}, noClient), noClient);
  const services = {
    clock: time,
    cognito,
    otp: () => '123456',
    tokenGenerator: new JwtTokenGenerator(time, triggers, { IssuerDomain: ISSUER }),
    triggers,
  } as unknown as Services;
  const route = Router(services);
  const oneAtATime = queue();
  return {
    // Each operation reads a user, then writes it back: two at once would lose one's refresh token.
    call: (operation, input) => oneAtATime(() => route(operation)(CONTEXT, input)),
    pools: cognito,
    pool: (id) => cognito.getUserPool(CONTEXT, id),
    context: CONTEXT,
  };
}

function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
