import { COMMON_PATH, ROUTES } from './generated/contract.ts';

export type RouteName = keyof typeof ROUTES;

type Trait =
  | 'parameters'
  | 'json'
  | 'bearer'
  | 'challenge'
  | 'keepalive'
  | 'repeatable'
  | 'starts'
  | 'ends';

/** Whether a route has a trait. The table has the first letters. `contract.ts` describes them. */
export const has = (name: RouteName, [letter]: Trait): boolean =>
  ROUTES[name].split(' ')[2]?.includes(letter as string) === true;

/** Whether the answer of a route can replace the session or its cookie. */
export const changesSession = (name: RouteName): boolean =>
  has(name, 'starts') || has(name, 'ends');

export type Input = Readonly<Record<string, unknown>>;

/**
 * Builds the request of a route. Path parameters are taken out of the input; the rest is sent.
 * @throws {TypeError} if a path parameter would change the path: empty, `.` or `..`.
 */
export function buildRequest(
  name: RouteName,
  input: Input,
  token: string | undefined,
): { path: string; init: RequestInit } {
  const [method = '', template = ''] = ROUTES[name].split(' ');
  const rest: Record<string, unknown> = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest[parameter] ?? '');
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${parameter} must be an ID`);
    delete rest[parameter];
    return encodeURIComponent(value);
  });
  const hasBody = has(name, 'json');
  // A challenge of users who confirm who they are is bound to their token.
  const hasToken = token && (has(name, 'bearer') || has(name, 'challenge'));
  const query = String(new URLSearchParams(hasBody ? {} : (rest as Record<string, string>)));
  return {
    path: COMMON_PATH + path + (query && `?${query}`),
    init: {
      method,
      credentials: 'include',
      keepalive: has(name, 'keepalive'),
      headers: {
        ...(hasBody && { 'Content-Type': 'application/json' }),
        ...(hasToken && { Authorization: `Bearer ${token}` }),
      },
      ...(hasBody && { body: JSON.stringify(rest) }),
    },
  };
}
