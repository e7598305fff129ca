/**
 * The origin rule, with the headers that browsers send (Fetch Metadata, W3C; "Origin" in the Fetch
 * standard).
 */

import { describe, expect, test } from '@jest/globals';
import { REQUEST } from '../../../contract/limits.ts';
import type { RouteName } from '../../../contract/routes/index.ts';
import { errorIn, headerIn } from '../../support/answer.ts';
import { HOST, lambdaContext, restEvent } from '../../support/event.ts';
import { handlerOf, handlersOf } from '../../support/handlers.ts';
import { world } from '../../support/world.ts';

const OWN = `https://${HOST}`;
const ALLOWED = 'https://app.example.org';
const settings = { allowedOrigins: [ALLOWED] };

const accepted: Record<string, Record<string, string>> = {
  'curl and servers: neither header': {},
  'fetch on the own origin': {
    Origin: OWN,
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Dest': 'empty',
  },
  'Safari before 16.4 on the own origin': { Origin: OWN },
  'fetch GET on the own origin, which has no Origin': {
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'cors',
  },
  'an address typed by hand': {
    'Sec-Fetch-Site': 'none',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Sec-Fetch-User': '?1',
  },
  'fetch on an allowed origin': {
    Origin: ALLOWED,
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'cors',
  },
  'Safari before 16.4 on an allowed origin': { Origin: ALLOWED },
};
const refused: Record<string, Record<string, string>> = {
  'fetch on another site': {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Dest': 'empty',
  },
  'no-cors fetch on another site': {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'no-cors',
  },
  'no-cors GET on another site, which has no Origin': {
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'no-cors',
    'Sec-Fetch-Dest': 'image',
  },
  'a form on another site': {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Content-Type': 'text/plain',
  },
  'a link on another site': {
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Sec-Fetch-User': '?1',
  },
  'fetch on a sibling subdomain': {
    Origin: 'https://blog.example.com',
    'Sec-Fetch-Site': 'same-site',
    'Sec-Fetch-Mode': 'cors',
  },
  'a form on a sibling subdomain': { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate' },
  'a sandboxed frame': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'a form without referrer in Safari before 16.4': { Origin: 'null' },
  'Safari before 16.4 on another site': { Origin: 'https://evil.example' },
  'the API’s host over http': { Origin: `http://${HOST}` },
  'the API’s host on another port': { Origin: `${OWN}:8443` },
  'a host that starts like the own one': { Origin: `${OWN}.evil.example` },
  'a host that ends like an allowed one': { Origin: 'https://evil-app.example.org' },
  'an allowed origin with a path': { Origin: `${ALLOWED}/` },
  'an allowed host over http': { Origin: ALLOWED.replace('https', 'http') },
  'an empty Origin': { Origin: '' },
  'capital letters': { 'Sec-Fetch-Site': 'Cross-Site' },
};

const protectedRoutes: RouteName[] = ['login', 'refresh', 'logout', 'session'];
const send = (name: RouteName, headers: Record<string, string>) => {
  const body = name === 'login' ? '{"username":"u","password":"p"}' : null;
  return handlerOf(
    name,
    async () => ({ body: {} }),
    settings,
  )(restEvent(name, { headers, body, query: { account: 'a'.repeat(43) } }), lambdaContext());
};

describe.each(protectedRoutes)('%s', (name) => {
  test.each(Object.entries(accepted))('accepts: %s', async (_, headers) => {
    expect((await send(name, headers)).statusCode).toBeLessThan(300);
  });
  test.each(Object.entries(refused))('refuses: %s', async (_, headers) => {
    const error = errorIn(await send(name, headers), 'ORIGIN_NOT_ALLOWED');
    expect(error.details).toEqual({ action: 'fix_request', ...namedBy(headers) });
  });
});

/** The member of `details` for the headers of a refused request. An empty origin has none. */
const namedBy = ({ Origin }: Record<string, string>) =>
  Origin && Origin !== `${ALLOWED}/` ? { origin: Origin } : {};

describe('a refusal', () => {
  const refusal = async (headers: Record<string, string>) => {
    const { message, details } = errorIn(await send('session', headers), 'ORIGIN_NOT_ALLOWED');
    return { message, origin: details.origin };
  };

  test.each(['https://evil.example', 'http://localhost:5173', 'http://[::1]:8080', 'null'])(
    'names the origin %s in its message and its details',
    async (Origin) => {
      expect(await refusal({ Origin })).toEqual({
        message: `The origin ${Origin} may not call the API`,
        origin: Origin,
      });
    },
  );

  test.each([
    '',
    '*',
    'evil.example',
    'https://evil.example/path',
    'https://user@evil.example',
    'https://evil.example <b>call 555</b>',
    'https://EVIL.example',
    'https://ev\u0131l.example',
    'data:text/html,x',
    `https://${'a.'.repeat(REQUEST.originLength / 2)}example`,
  ])('does not repeat what is no origin: %s', async (Origin) => {
    expect(await refusal({ Origin })).toEqual({
      message: 'This origin may not call the API',
      origin: undefined,
    });
  });

  test('names no origin if the request has none', async () => {
    expect(await refusal({ 'Sec-Fetch-Site': 'cross-site' })).toEqual({
      message: 'This origin may not call the API',
      origin: undefined,
    });
  });
});

test('the captcha route accepts every origin, because it uses no credential', async () => {
  for (const headers of Object.values(refused)) {
    expect((await send('captcha', headers)).statusCode).toBe(200);
  }
});

test('the origin is checked before the body is parsed', async () => {
  const ports = world();
  ports.attempts.begin = async () => {
    throw new Error('counted');
  };
  const event = restEvent('login', {
    headers: { Origin: 'https://evil.example' },
    body: 'not JSON',
  });
  errorIn(await handlersOf(ports).login(event, lambdaContext()), 'ORIGIN_NOT_ALLOWED');
});

test('a request with an Origin is refused if the event has no host', async () => {
  const event = {
    ...restEvent('session', { headers: { Origin: 'https://undefined' } }),
    requestContext: {},
  } as ReturnType<typeof restEvent>;
  errorIn(await handlersOf(world()).session(event, lambdaContext()), 'ORIGIN_NOT_ALLOWED');
});

describe('CORS', () => {
  const cors = async (headers: Record<string, string>, allowedOrigins: string[]) => {
    const handler = handlerOf('session', async () => ({ body: {} }), { allowedOrigins });
    const response = await handler(restEvent('session', { headers }), lambdaContext());
    return ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Vary'].map((name) =>
      headerIn(response, name),
    );
  };
  test('an allowed origin may read the answer, with credentials', async () => {
    expect(await cors({ Origin: ALLOWED }, [ALLOWED])).toEqual([ALLOWED, 'true', 'Origin']);
    expect(await cors({ origin: ALLOWED }, [ALLOWED, 'https://other.example.org'])).toEqual([
      ALLOWED,
      'true',
      'Origin',
    ]);
  });
  test('other origins may not read it', async () => {
    for (const allowed of [[], [ALLOWED], [ALLOWED, 'https://other.example.org']]) {
      for (const Origin of [OWN, 'https://evil.example', 'null', '*', '']) {
        expect((await cors({ Origin }, allowed))[0]).toBeUndefined();
      }
    }
  });
  test('there are no CORS headers without allowed origins', async () => {
    expect(await cors({ Origin: OWN }, [])).toEqual([undefined, undefined, undefined]);
  });
  test('an allowed origin may read an error, its request ID and its Retry-After', async () => {
    const handler = handlersOf(world(), { allowedOrigins: [ALLOWED] }).session;
    const response = await handler(
      restEvent('session', { headers: { Origin: ALLOWED } }),
      lambdaContext(),
    );
    errorIn(response, 'NOT_AUTHENTICATED');
    expect(headerIn(response, 'Access-Control-Allow-Origin')).toBe(ALLOWED);
    expect(headerIn(response, 'Access-Control-Expose-Headers')).toBe(
      'X-Request-Id, Retry-After, x-amzn-Remapped-WWW-Authenticate',
    );
  });
});
