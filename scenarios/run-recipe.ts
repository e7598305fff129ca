/** Runs a recipe against a sandbox. */

import { type CookieJar, cookieHeader, storeCookies } from './cookie-jar.ts';
import type { Recipe, Step } from './recipes.ts';

/** A request and its response, with what the page of the sandbox shows of them. */
export interface Exchange {
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: [string, string][]; body: string };
}

export interface RecipeContext {
  /** The origin of the API, for example `http://localhost:3000`. */
  origin: string;
  expiredToken: string;
  /** The domain of the users. A domain that was not used before has unused attempt counters. */
  domain: string;
}

/** Sends the steps of a recipe one after the other, with a cookie jar for this run only. */
export async function runRecipe(
  { steps }: Pick<Recipe, 'steps'>,
  { origin, expiredToken, domain }: RecipeContext,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const jar: CookieJar = new Map();
  let token = '';
  let challengeToken = '';
  let registrationToken = '';
  for (const step of steps) {
    const values: Record<string, string> = {
      token,
      tampered_token: changeSignature(token),
      expired_token: expiredToken,
      challenge_token: challengeToken,
      registration_token: registrationToken,
      domain,
    };
    if (step.body?.includes('{code}')) values.code = await readMailedCode(origin, domain);
    const exchange = await send(fillPlaceholders(step, values), origin, jar);
    const body = readBody(exchange.response.body);
    token = body.token ?? token;
    const next = body.challenge ?? body.error?.details?.challenge;
    challengeToken = next?.token ?? challengeToken;
    registrationToken = body.registration_token ?? registrationToken;
    exchanges.push(exchange);
  }
  return exchanges;
}

/** Returns the code in the last mail to an address of a domain, or an empty text. */
export async function readMailedCode(origin: string, domain: string): Promise<string> {
  const response = await fetch(`${origin}/sandbox/mailbox.json`);
  const mails = (await response.json()) as { to: string; code?: string }[];
  return mails.find(({ to, code }) => to.endsWith(`@${domain}`) && code !== undefined)?.code ?? '';
}

/** Replaces each `{name}` that has a value. Leaves any other text as it is. */
const fillPlaceholders = (step: Step, values: Readonly<Record<string, string>>): Step =>
  JSON.parse(
    JSON.stringify(step).replaceAll(
      /\{(\w+)\}/g,
      (placeholder, name: string) => values[name] ?? placeholder,
    ),
  ) as Step;

/**
 * Changes the first character of a JWT's signature. The last character would not do: some of its
 * bits are padding.
 */
function changeSignature(token: string): string {
  const signature = token.lastIndexOf('.') + 1;
  return (
    token.slice(0, signature) + (token[signature] === 'A' ? 'B' : 'A') + token.slice(signature + 1)
  );
}

async function send(
  { method, path, headers: stepHeaders = {}, body }: Step,
  origin: string,
  jar: CookieJar,
): Promise<Exchange> {
  const cookie = cookieHeader(jar);
  const headers = { ...(cookie !== '' && { Cookie: cookie }), ...stepHeaders };
  const url = origin + path;
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  storeCookies(jar, response);
  return {
    request: { method, url, headers, ...(body !== undefined && { body }) },
    response: {
      status: response.status,
      headers: [...response.headers],
      body: await response.text(),
    },
  };
}

/** The members of a response that later steps may need. */
interface ResponseBody {
  token?: string;
  registration_token?: string;
  challenge?: { token?: string };
  error?: { details?: { challenge?: { token?: string } } };
}

function readBody(body: string): ResponseBody {
  try {
    return JSON.parse(body) as ResponseBody;
  } catch {
    return {};
  }
}
