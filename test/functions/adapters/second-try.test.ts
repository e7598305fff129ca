/** The Cognito adapters over real connections, which the server closes at the worst moment. */

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { cognitoClient } from '../../../functions/adapters/clients.ts';
import { cognitoRevalidation } from '../../../functions/adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../../../functions/adapters/cognito/revocation.ts';
import { cognitoSignIn } from '../../../functions/adapters/cognito/sign-in.ts';
import { CLIENT_ID, CLIENT_SECRET, signInOutput } from '../../support/cognito.ts';
import { catchFailure } from '../../support/failure.ts';
import { timeoutsOf } from '../../support/timeouts.ts';
import { type Behaviour, startUpstream, type Upstream } from '../../support/upstream.ts';

/** In milliseconds: no test takes this long. */
const UNLIMITED = 60_000;
const BODY = JSON.stringify(signInOutput());
/** Responds and keeps the connection open. */
const answers: Behaviour = (socket) => {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`);
};

type Handler = ReturnType<typeof cognitoClient>['config']['requestHandler'];
let started: { upstream: Upstream; client: ReturnType<typeof cognitoClient> } | undefined;
afterEach(async () => {
  started?.client.destroy();
  await started?.upstream.stop();
  delete process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
});

/** Calls Cognito through one client. The behaviours apply to its requests in turn. */
async function calling(behaviours: readonly Behaviour[]) {
  const sockets: Socket[] = [];
  const upstream = await startUpstream((socket) => {
    if (!sockets.includes(socket)) sockets.push(socket);
    (behaviours[upstream.requests - 1] ?? answers)(socket);
  });
  process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = upstream.url;
  const client = cognitoClient(timeoutsOf(UNLIMITED));
  started = { upstream, client };
  const cognito = { client, clientId: CLIENT_ID, clientSecret: async () => CLIENT_SECRET };
  const { revalidate } = cognitoRevalidation(cognito, UNLIMITED);
  const { revoke } = cognitoRevocation(cognito, UNLIMITED);
  const signInWithin = (ms: number) => cognitoSignIn(cognito, ms).signIn('alice', 'password');
  return {
    upstream,
    sockets,
    signInWithin,
    tries: jest.spyOn(client.config.requestHandler, 'handle'),
    calls: {
      signIn: () => signInWithin(UNLIMITED),
      revalidate: () => revalidate('alice', 'token'),
      revoke: () => revoke('token'),
    },
  };
}

/** The ways in which a server closes a connection instead of responding. */
const closes: Readonly<Record<string, Behaviour>> = {
  closes: (socket) => socket.end(),
  resets: (socket) => socket.resetAndDestroy(),
};

describe('a connection that was idle', () => {
  test.each(['signIn', 'revalidate'] as const)(
    'and that the server has closed gets %s a second try on a new one',
    async (call) => {
      const { calls, sockets, upstream, tries } = await calling([]);
      await calls.signIn();
      // The client cannot have noticed yet, like a function that was frozen.
      sockets[0]?.destroy();
      await calls[call]();
      expect(tries).toHaveBeenCalledTimes(3);
      expect([sockets.length, upstream.requests]).toEqual([2, 2]);
    },
  );

  test.each(Object.entries(closes))(
    'and that the server %s as the request arrives gets a second try',
    async (_, close) => {
      const { calls, sockets, upstream } = await calling([answers, close]);
      await calls.signIn();
      await calls.revalidate();
      expect([sockets.length, upstream.requests]).toEqual([2, 3]);
    },
  );

  test('gets a second try that uses no other idle connection, because these are dead too', async () => {
    const { calls, sockets, upstream } = await calling([]);
    await Promise.all([calls.signIn(), calls.signIn(), calls.signIn()]);
    expect(sockets).toHaveLength(3);
    for (const socket of sockets) socket.destroy();
    await calls.signIn();
    expect([sockets.length, upstream.requests]).toEqual([4, 4]);
  });

  test('gets no third try', async () => {
    const close = closes.closes as Behaviour;
    const { calls, upstream } = await calling([answers, close, close]);
    await calls.signIn();
    expect(await catchFailure(calls.signIn())).toMatchObject({ code: 'BAD_GATEWAY' });
    expect(upstream.requests).toBe(3);
  });

  test('gets a revocation no second try, because Cognito may have done it', async () => {
    const { calls, upstream } = await calling([answers, closes.resets as Behaviour]);
    await calls.revoke();
    expect(await catchFailure(calls.revoke())).toMatchObject({ code: 'BAD_GATEWAY' });
    expect(upstream.requests).toBe(2);
  });
});

describe('there is one try only', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
  test.each([
    ['its first byte', 'H'],
    ['its headers', head],
    ['the middle of its body', `${head}{"Auth`],
  ])('if the answer breaks off after %s', async (_, text) => {
    const breakOff: Behaviour = (socket) => {
      socket.write(text, () => socket.destroy());
    };
    const { calls, upstream } = await calling([answers, breakOff]);
    await calls.signIn();
    expect(await catchFailure(calls.signIn())).toMatchObject({ code: 'BAD_GATEWAY' });
    expect(upstream.requests).toBe(2);
  });

  test.each(Object.entries(closes))('if the server %s a new connection', async (_, close) => {
    const { calls, upstream } = await calling([close]);
    expect(await catchFailure(calls.signIn())).toMatchObject({ code: 'BAD_GATEWAY' });
    expect(upstream.requests).toBe(1);
  });

  test('if an idle connection stays silent until the limit of the adapter', async () => {
    const { calls, signInWithin, upstream, tries } = await calling([answers, () => {}]);
    await calls.signIn();
    expect(await catchFailure(signInWithin(100))).toMatchObject({
      code: 'BAD_GATEWAY',
      cause: { name: 'TimeoutError' },
    });
    expect([upstream.requests, tries.mock.calls.length]).toEqual([2, 2]);
  });

  test('if an idle connection stays silent until the limit of the SDK client', async () => {
    const { calls, upstream, tries } = await calling([answers, () => {}]);
    await calls.signIn();
    const handler = started?.client.config.requestHandler as unknown as {
      updateHttpClientConfig(key: string, value: number): void;
    };
    handler.updateHttpClientConfig('requestTimeout', 100);
    expect(await catchFailure(calls.signIn())).toMatchObject({
      code: 'BAD_GATEWAY',
      cause: { name: 'TimeoutError' },
    });
    expect([upstream.requests, tries.mock.calls.length]).toEqual([2, 2]);
  });
});

test('both tries share one deadline', async () => {
  const { calls, tries } = await calling([answers, closes.closes as Behaviour]);
  await calls.signIn();
  await calls.signIn();
  const [, first, second] = tries.mock.calls.map(
    ([, options]) => (options as { abortSignal?: AbortSignal } | undefined)?.abortSignal,
  );
  expect(first).toBeInstanceOf(AbortSignal);
  expect(second).toBe(first);
});

describe.each(['signIn', 'revalidate', 'revoke'] as const)(
  '%s gets a second try, because nothing was sent,',
  (call) => {
    test('if the connection is refused', async () => {
      const { calls, upstream, tries } = await calling([]);
      const { port } = new URL(upstream.url);
      await upstream.stop();
      const server = createServer((socket) => socket.once('data', () => answers(socket)));
      tries.mockRestore();
      const handler = started?.client.config.requestHandler as Handler;
      const handle = handler.handle.bind(handler);
      const spy = jest.spyOn(handler, 'handle').mockImplementation((...args) =>
        handle(...args).catch(async (error: unknown) => {
          server.listen(Number(port), '127.0.0.1');
          await once(server, 'listening');
          throw error;
        }),
      );
      try {
        await calls[call]();
      } finally {
        started?.client.destroy();
        server.close();
      }
      expect(spy).toHaveBeenCalledTimes(2);
      await expect(spy.mock.results[0]?.value).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    test('if the name cannot be resolved for now', async () => {
      const { calls, upstream, tries } = await calling([]);
      tries.mockRejectedValueOnce(
        Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' }),
      );
      await calls[call]();
      expect([upstream.requests, tries.mock.calls.length]).toEqual([1, 2]);
    });
  },
);
