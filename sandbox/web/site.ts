import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BASE_PATH, publicPath } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { TRY } from '../../scenarios/recipes.ts';
import { runRecipe } from '../../scenarios/run-recipe.ts';
import type { Answer } from '../gateway/answer.ts';
import type { DocsSite } from './docs.ts';
import { page, staticFile } from './static.ts';

interface SiteOptions {
  gateway: (request: IncomingMessage) => Promise<Answer>;
  docs: DocsSite;
  url: string;
  expiredToken: string;
}

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));
const require = createRequire(import.meta.url);
/** The widget's script for browsers lies beside the one for `require`. */
const ALTCHA = dirname(require.resolve('altcha'));

/** Where the sandbox's own things are; no page of the documentation is called so. */
const OWN = '/sandbox/';
const OPENAPI = `${BASE_PATH}/auth/openapi.json`;

/** The widget brings its styles and its worker along, which is what the exceptions are for. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data:; frame-ancestors 'none'";

/** All that the sandbox serves: the API, the page at `/`, and the documentation for the rest. */
export function createSite({ gateway, docs, url, expiredToken }: SiteOptions) {
  async function own(path: string, method: string): Promise<Answer | undefined> {
    const id = /^try\/([\w-]+)$/.exec(path)?.[1];
    if (id !== undefined) return method === 'POST' ? tryIt(id) : undefined;
    if (path === 'facts.json') return json(facts(url, expiredToken, docs));
    if (path === 'altcha.js') return staticFile(ALTCHA, '/altcha.js');
    return staticFile(PAGE, `/${path}`);
  }

  /** Recipes are sent from here: a browser hides cookies and sets `Origin` itself. */
  async function tryIt(id: string): Promise<Answer | undefined> {
    const recipe = TRY.find((candidate) => candidate.id === id);
    if (recipe === undefined) return undefined;
    // A new domain each time, so that the tenth try of a fault credential answers like the first.
    const domain = `${randomBytes(4).toString('hex')}.example`;
    return json(await runRecipe(recipe, { origin: url, expiredToken, domain }));
  }

  return async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = URL.parse(request.url ?? '/', url) ?? new URL(url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (pathname === OPENAPI && reads) return (await docs.openapi()) ?? gateway(request);
    if (pathname === BASE_PATH || pathname.startsWith(`${BASE_PATH}/`)) return gateway(request);
    if (pathname.startsWith(OWN)) {
      const sameSite = request.headers['sec-fetch-site'] ?? 'same-origin';
      if (sameSite !== 'same-origin' && sameSite !== 'none') {
        return page(403, 'Not from another site', '.txt');
      }
      return (
        (await own(pathname.slice(OWN.length), request.method ?? '')) ??
        page(404, 'Not found', '.txt')
      );
    }
    if (!reads) return page(405, 'Method not allowed', '.txt');
    if (pathname !== '/') return docs.answer(pathname);
    const home = (await staticFile(PAGE, '/')) ?? page(500, 'The page is missing', '.txt');
    return { ...home, headers: { ...home.headers, 'Content-Security-Policy': POLICY } };
  };
}

const json = (value: unknown): Answer => page(200, JSON.stringify(value), '.json');

/** What the page derives itself from. */
const facts = (url: string, expiredToken: string, docs: DocsSite) => ({
  url,
  user: TEST_USER,
  expiredToken,
  docsBuilding: docs.building,
  paths: {
    login: publicPath('login'),
    refresh: publicPath('refresh'),
    logout: publicPath('logout'),
    session: publicPath('session'),
    captcha: publicPath('captcha'),
    openapi: OPENAPI,
  },
  recipes: TRY.map(({ id, title, code, steps }) => ({
    id,
    title,
    code: code ?? null,
    last: steps.at(-1),
  })),
});
