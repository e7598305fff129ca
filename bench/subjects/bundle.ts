/**
 * The built bundles over sockets. The environment names the folder of the bundles and the endpoint
 * of a local AWS, which is another process.
 */

import { createRequire } from 'node:module';
import type { Handler } from '../../functions/http/endpoint.ts';
import type { restEvent } from '../../test/support/event.ts';
import { sampleEvents } from '../sample-events.ts';
import { expectStatus, type Subject } from './subject.ts';

const require = createRequire(import.meta.url);
const events = await sampleEvents();
const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 20_000 };
const handlerOf = (name: string): Handler =>
  (require(`${process.env.BENCH_BUNDLES}-${name}.cjs`) as { handler: Handler }).handler;

const operation = (name: 'login' | 'refresh' | 'session') => {
  const handler = handlerOf(name);
  return async () => {
    const { statusCode } = await handler(
      events[name] as ReturnType<typeof restEvent>,
      context as never,
    );
    expectStatus(statusCode, 200);
  };
};

export const subject: Subject = {
  login: operation('login'),
  refresh: operation('refresh'),
  session: operation('session'),
};
