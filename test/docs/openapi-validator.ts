import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import { ROUTES, type RouteName } from '../../contract/routes/index.ts';

interface Header {
  required?: boolean;
  schema: object;
}

interface Response {
  headers: Record<string, Header>;
  content?: { 'application/json': { schema: object } };
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
}

type HeaderValue = string | number | boolean | readonly string[] | undefined;

const document = JSON.parse(
  readFileSync(new URL('../../docs/public/openapi.json', import.meta.url), 'utf8'),
) as Document;

const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
ajv.addFormat('uri', (text: string) => URL.canParse(text));
ajv.addSchema(document, 'openapi');

/** The schema at a path of the document; references in it lead to the document's components. */
const schemaAt = (...path: readonly (string | number)[]) => {
  const pointer = path
    .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  if (!validate) throw new TypeError(`openapi.json has no ${path.join(' ')}`);
  return validate;
};

/**
 * A function writes `WWW-Authenticate`; a client reads it under the name that the gateway gives it.
 */
function asClientsSee(headers: Readonly<Record<string, HeaderValue>>): Map<string, HeaderValue> {
  const seen = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const challenge = seen.get('www-authenticate');
  if (challenge !== undefined) seen.set(REMAPPED_CHALLENGE_HEADER.toLowerCase(), challenge);
  return seen;
}

/**
 * What a real response does that `openapi.json` does not say, each named; nothing when it is as
 * documented. `body` may be the text of the wire or what it parsed to; for a 204 it is empty.
 */
export function validateResponse(
  route: RouteName,
  status: number,
  headers: Readonly<Record<string, HeaderValue>>,
  body: unknown,
): string[] {
  const { path, method } = ROUTES[route];
  const at = ['paths', path, method.toLowerCase(), 'responses', status] as const;
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  if (response === undefined) {
    return [`${route} answered ${status}, which openapi.json does not know`];
  }
  return [...wrongHeaders(response, at, headers), ...wrongBody(response, at, body)].map(
    (problem) => `${route} ${status}: ${problem}`,
  );
}

function wrongHeaders(
  response: Response,
  at: readonly (string | number)[],
  headers: Readonly<Record<string, HeaderValue>>,
): string[] {
  const seen = asClientsSee(headers);
  return Object.entries(response.headers).flatMap(([name, { required, schema }]) => {
    const [value] = [seen.get(name.toLowerCase())].flat();
    if (value === undefined) return required ? [`no header ${name}`] : [];
    const validate = schemaAt(...at, 'headers', name, 'schema');
    const isInteger = (schema as { type?: string } | undefined)?.type === 'integer';
    return validate(isInteger ? Number(value) : String(value))
      ? []
      : [`header ${name} ${ajv.errorsText(validate.errors)}`];
  });
}

function wrongBody(response: Response, at: readonly (string | number)[], body: unknown): string[] {
  if (response.content === undefined) {
    return body === undefined || body === '' || body === null ? [] : ['a body where there is none'];
  }
  const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : body;
  const validate = schemaAt(...at, 'content', 'application/json', 'schema');
  return validate(parsed)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `body${instancePath} ${message}`);
}
