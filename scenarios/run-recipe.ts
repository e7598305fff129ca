import type { Recipe, Step } from './recipes.ts';

/** One request and what came back, as far as a person wants to see it. */
export interface Exchange {
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: [string, string][]; body: string };
}

export interface RecipeContext {
  /** Where the API is: `http://localhost:3000`. */
  origin: string;
  expiredToken: string;
  /** Of users. A domain that nobody used before begins with fresh attempt counters. */
  domain: string;
}

/** Sends the steps of a recipe one after the other, with a cookie jar that is its own. */
export async function runRecipe(
  { steps }: Pick<Recipe, 'steps'>,
  { origin, expiredToken, domain }: RecipeContext,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const jar = new Map<string, string>();
  let token = '';
  for (const step of steps) {
    const known: Record<string, string> = {
      token,
      tampered_token: tampered(token),
      expired_token: expiredToken,
      domain,
    };
    const exchange = await send(fill(step, known), origin, jar);
    token = tokenIn(exchange.response.body) ?? token;
    exchanges.push(exchange);
  }
  return exchanges;
}

const fill = (step: Step, known: Readonly<Record<string, string>>): Step =>
  JSON.parse(
    JSON.stringify(step).replaceAll(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole),
  ) as Step;

/** The first character of a signature changed, all of whose bits count. */
function tampered(token: string): string {
  const signature = token.lastIndexOf('.') + 1;
  return (
    token.slice(0, signature) + (token[signature] === 'A' ? 'B' : 'A') + token.slice(signature + 1)
  );
}

async function send(
  { method, path, headers: own = {}, body }: Step,
  origin: string,
  jar: Map<string, string>,
): Promise<Exchange> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { ...(cookie !== '' && { Cookie: cookie }), ...own };
  const url = origin + path;
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  for (const line of response.headers.getSetCookie()) keep(jar, line);
  return {
    request: { method, url, headers, ...(body !== undefined && { body }) },
    response: {
      status: response.status,
      headers: [...response.headers],
      body: await response.text(),
    },
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '') jar.delete(name);
  else jar.set(name, value);
}

function tokenIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { token?: string }).token;
  } catch {
    return undefined;
  }
}
