import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { BASE_PATH, publicPath, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { recipeStatus, recipesWith } from '../../scenarios/recipes.ts';
import { runRecipe } from '../../scenarios/run-recipe.ts';
import type { HttpResponse } from '../http-response.ts';
import { isForOwnHost } from '../own-host.ts';
import { createClientModules } from './client.ts';
import { type DocsSite, OPENAPI_FILE } from './docs.ts';
import { listMails, type Mails } from './mailbox.ts';
import { createResponse, serveFile } from './static.ts';

interface SiteOptions {
  gateway: (request: IncomingMessage) => Promise<HttpResponse>;
  docs: DocsSite;
  url: string;
  expiredToken: string;
  /** Whether people can sign in with a code by e-mail. */
  emailCodes: boolean;
  /** Whether people may have passkeys. */
  passkeys: boolean;
  /** Whether people may set up an authenticator app. */
  totp: boolean;
  mails: Mails;
}

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

/** The prefix of the sandbox's own paths. No page of the documentation has it. */
const SANDBOX_PATH = '/sandbox/';
const OPENAPI_PATH = `${BASE_PATH}/auth/openapi.json`;

/** The elements of `client/` need neither inline code nor inline styles. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the API, the page at `/` with what it loads, and the documentation at all other paths. */
export function createSite(options: SiteOptions) {
  const { gateway, docs, url, expiredToken, mails } = options;
  const recipes = recipesWith(options);

  async function serveOwn(
    path: string,
    method: string,
    query: URLSearchParams,
  ): Promise<HttpResponse | undefined> {
    const id = /^try\/([\w-]+)$/.exec(path)?.[1];
    if (id !== undefined) return method === 'POST' ? serveRecipe(id) : undefined;
    if (path === 'facts.json') return createJson(pageFacts(options));
    if (path === 'mailbox.json') return createJson(listMails(mails, query.get('to')));
    const file = /^client\/([\w-]+\.js)$/.exec(path)?.[1];
    if (file !== undefined) return serveClientModule(file);
    return servePage(`/${path}`);
  }

  /**
   * Runs a recipe on the server, because scripts in a browser cannot read cookies or set `Origin`.
   * Each run has a new domain, so that repeated failures do not change the response.
   */
  async function serveRecipe(id: string): Promise<HttpResponse | undefined> {
    const recipe = recipes.find((candidate) => candidate.id === id);
    if (recipe === undefined) return undefined;
    const domain = `${randomBytes(4).toString('hex')}.example`;
    return createJson(await runRecipe(recipe, { origin: url, expiredToken, domain }));
  }

  return async (request: IncomingMessage): Promise<HttpResponse> => {
    const { pathname, searchParams } = URL.parse(request.url ?? '/', url) ?? new URL(url);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if ((pathname === OPENAPI_PATH || pathname === OPENAPI_FILE) && isRead) {
      return (await docs.serveOpenApi()) ?? gateway(request);
    }
    if (pathname === BASE_PATH || pathname.startsWith(`${BASE_PATH}/`)) return gateway(request);
    if (pathname.startsWith(SANDBOX_PATH)) {
      const fetchSite = request.headers['sec-fetch-site'] ?? 'same-origin';
      const isOwn = fetchSite === 'same-origin' || fetchSite === 'none';
      if (!isOwn || !isForOwnHost(request)) {
        return createResponse(403, 'Requests from another site are not allowed', '.txt');
      }
      return (
        (await serveOwn(pathname.slice(SANDBOX_PATH.length), request.method ?? '', searchParams)) ??
        createResponse(404, 'Not found', '.txt')
      );
    }
    if (!isRead) return createResponse(405, 'Method not allowed', '.txt');
    if (pathname !== '/') return docs.serve(pathname);
    return (await servePage('/')) ?? createResponse(500, 'The page is missing', '.txt');
  };
}

const findModule = createClientModules();

async function serveClientModule(file: string): Promise<HttpResponse | undefined> {
  const text = await findModule(file);
  return text === undefined ? undefined : createResponse(200, text, '.js');
}

/** Serves a page of the sandbox, with the policy, or a file that a page loads. */
async function servePage(path: string): Promise<HttpResponse | undefined> {
  const file = await serveFile(PAGE, path);
  return (
    file && {
      ...file,
      headers: { ...file.headers, 'Content-Security-Policy': CONTENT_SECURITY_POLICY },
    }
  );
}

const createJson = (value: unknown): HttpResponse =>
  createResponse(200, JSON.stringify(value), '.json');

/** The facts that the scripts of the page load. */
const pageFacts = ({ url, emailCodes, passkeys, totp }: SiteOptions) => ({
  url,
  emailCodes,
  passkeys,
  totp,
  user: TEST_USER,
  routes: Object.fromEntries(
    ROUTE_NAMES.map((name) => [name, { method: routeOf(name).method, path: publicPath(name) }]),
  ),
  recipes: recipesWith({ passkeys }).map((recipe) => ({
    id: recipe.id,
    title: recipe.title,
    code: recipe.code ?? null,
    status: recipeStatus(recipe),
    lastStep: recipe.steps.at(-1),
  })),
});
