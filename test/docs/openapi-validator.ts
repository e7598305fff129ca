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

/** Compiles the schema at a path of the document, with its references to components. */
const compileSchema = (...path: readonly (string | number)[]) => {
  const pointer = path
    .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  if (!validate) throw new TypeError(`openapi.json must have ${path.join(' ')}`);
  return validate;
};

/** Renames `WWW-Authenticate` as API Gateway does. */
function renameChallenge(headers: Readonly<Record<string, HeaderValue>>): Map<string, HeaderValue> {
  const seen = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const challenge = seen.get('www-authenticate');
  if (challenge !== undefined) seen.set(REMAPPED_CHALLENGE_HEADER.toLowerCase(), challenge);
  return seen;
}

/**
 * Lists the differences between a response and `openapi.json`. `body` may be a text or a parsed
 * value. It is empty for a 204.
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
    return [`${route} answered ${status}, which openapi.json does not declare`];
  }
  return [
    ...listHeaderProblems(response, at, headers),
    ...listBodyProblems(response, at, body),
  ].map((problem) => `${route} ${status}: ${problem}`);
}

function listHeaderProblems(
  response: Response,
  at: readonly (string | number)[],
  headers: Readonly<Record<string, HeaderValue>>,
): string[] {
  const seen = renameChallenge(headers);
  return Object.entries(response.headers).flatMap(([name, { required, schema }]) => {
    const [value] = [seen.get(name.toLowerCase())].flat();
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    const validate = compileSchema(...at, 'headers', name, 'schema');
    const isInteger = (schema as { type?: string } | undefined)?.type === 'integer';
    return validate(isInteger ? Number(value) : String(value))
      ? []
      : [`header ${name} ${ajv.errorsText(validate.errors)}`];
  });
}

function listBodyProblems(
  response: Response,
  at: readonly (string | number)[],
  body: unknown,
): string[] {
  if (response.content === undefined) {
    return body === undefined || body === '' || body === null ? [] : ['body must be empty'];
  }
  const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : body;
  const validate = compileSchema(...at, 'content', 'application/json', 'schema');
  return validate(parsed)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `body${instancePath} ${message}`);
}
