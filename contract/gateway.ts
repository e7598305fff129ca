/**
 * The responses of API Gateway when no function runs. Their template language has variables and no
 * logic (AWS: "Gateway responses in API Gateway").
 */

import {
  buildChallenge,
  buildEnvelope,
  buildEnvelopeHeaders,
  type ErrorOptions,
  EXPOSED_HEADERS,
} from './envelope.ts';
import {
  anchorOf,
  DOCUMENTATION_URL,
  ERROR_CODES,
  type ERRORS,
  type ErrorCode,
  errorRow,
} from './errors/index.ts';

/** A response type of API Gateway that a row of the error table names. */
export type GatewayResponseType = {
  [C in ErrorCode]: (typeof ERRORS)[C] extends { gateway: readonly (infer T extends string)[] }
    ? T
    : never;
}[ErrorCode];

export interface GatewayResponse {
  type: GatewayResponseType;
  code: ErrorCode;
  status: number;
  /**
   * Values in API Gateway's syntax. A value is either a static text in single quotes, such as
   * `'no-store'`, or the name of a property of the request.
   */
  headers: Readonly<Record<string, string>>;
  /** JSON template. `$context.…` is replaced with a property of the request. */
  template: string;
}

/**
 * The only type whose text comes from the authorizer. Only the authorizer causes it, and always
 * with its whole context.
 */
const REFUSED_BY_AUTHORIZER = 'ACCESS_DENIED' satisfies GatewayResponseType;

/** Unlike `requestId`, this ID cannot be set by a client. */
const REQUEST_ID = 'context.extendedRequestId';

/** The context that the authorizer returns to API Gateway with a Deny. */
export type AuthorizerContext = Record<(typeof AUTHORIZER_CONTEXT)[number], string>;
const TEMPLATE_CONTEXT = ['code', 'message', 'reason', 'action', 'anchor'] as const;
const AUTHORIZER_CONTEXT = [...TEMPLATE_CONTEXT, 'challenge'] as const;

const authorizerVariable = (key: keyof AuthorizerContext): string => `context.authorizer.${key}`;

/** Precedes the name of a request header whose value a response header repeats. */
const REQUEST_HEADER = 'method.request.header.';

const quoteStatic = (value: string): string => `'${value}'`;

/**
 * The stage's CORS settings do not apply to gateway responses, so these reflect the origin. This is
 * safe because their bodies contain nothing private.
 *
 * API Gateway matches the names of request headers case-sensitively. Browsers send `Origin` over
 * HTTP/1.1, and `origin` over HTTP/2, which has lowercase names only (RFC 9113 section 8.2). A
 * template has no logic, so each spelling has its own response header. A request has one of the
 * two, and a header whose variable has no value is omitted.
 */
const CORS = {
  'Access-Control-Allow-Origin': `${REQUEST_HEADER}Origin`,
  'access-control-allow-origin': `${REQUEST_HEADER}origin`,
  'Access-Control-Allow-Credentials': quoteStatic('true'),
  // API Gateway renames `WWW-Authenticate` in responses of functions only.
  'Access-Control-Expose-Headers': quoteStatic([...EXPOSED_HEADERS, 'WWW-Authenticate'].join(',')),
  Vary: quoteStatic('Origin'),
};

/**
 * API Gateway's response to a body above its limit of 10 MB. It is the only response that cannot be
 * an envelope, because API Gateway ignores a gateway response of the type REQUEST_TOO_LARGE (AWS:
 * "Amazon API Gateway important notes", REST APIs). It has no CORS headers either.
 */
export const REQUEST_TOO_LARGE = {
  /** AWS: "Amazon API Gateway quotas". */
  limitBytes: 10 * 1024 * 1024,
  status: 413,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ message: 'Request Too Long' }),
} as const;

/** Headers that a preflight allows, and how long it may be cached, in seconds. */
export const PREFLIGHT = { headers: ['Authorization', 'Content-Type'], maxAge: 600 } as const;

const findCode = (type: GatewayResponseType): ErrorCode => {
  const code = ERROR_CODES.find((candidate) => errorRow(candidate).gateway?.includes(type));
  if (code === undefined) {
    throw new TypeError(`no row of the error table names the gateway response type ${type}`);
  }
  return code;
};

const GATEWAY_VARIANT = 'gateway';

function envelopeTemplate(type: GatewayResponseType, code: ErrorCode, documentationUrl: string) {
  const variant = errorRow(code).variants?.[GATEWAY_VARIANT] && GATEWAY_VARIANT;
  const envelope = buildEnvelope(code, { variant } as ErrorOptions, {
    requestId: `$${REQUEST_ID}`,
    documentationUrl,
  });
  if (type !== REFUSED_BY_AUTHORIZER) return envelope;
  const toVariable = (key: (typeof TEMPLATE_CONTEXT)[number]) => `$${authorizerVariable(key)}`;
  return {
    error: {
      code: toVariable('code'),
      message: toVariable('message'),
      status: envelope.error.status,
      details: { reason: toVariable('reason'), action: toVariable('action') },
      documentation_url: `${documentationUrl}#${toVariable('anchor')}`,
    },
  };
}

/** Builds the response for one gateway response type from its row of the error table. */
export function gatewayResponse(
  type: GatewayResponseType,
  documentationUrl: string = DOCUMENTATION_URL,
): GatewayResponse {
  const code = findCode(type);
  const envelope = buildEnvelope(code, {}, { requestId: '', documentationUrl });
  return {
    type,
    code,
    status: envelope.error.status,
    headers: {
      ...Object.fromEntries(
        Object.entries(buildEnvelopeHeaders(envelope)).map(([name, value]) => [
          name,
          quoteStatic(value),
        ]),
      ),
      // A denial with a token has an `error` in its challenge, one without a token has none.
      ...(type === REFUSED_BY_AUTHORIZER && {
        'WWW-Authenticate': authorizerVariable('challenge'),
      }),
      ...CORS,
      'X-Request-Id': REQUEST_ID,
    },
    template: JSON.stringify(envelopeTemplate(type, code, documentationUrl)),
  };
}

/** All response types that a row names. */
export const GATEWAY_RESPONSE_TYPES = ERROR_CODES.flatMap(
  (code) => errorRow(code).gateway ?? [],
) as GatewayResponseType[];

/**
 * Builds the authorizer's context for a Deny, with the texts of the error table.
 * @throws {TypeError} if the status of the code is not 401, which ACCESS_DENIED always has, or a
 * text would need escaping in the JSON template
 */
export function authorizerContext<C extends ErrorCode>(
  code: C,
  options: ErrorOptions<C> = {},
): AuthorizerContext {
  const { error } = buildEnvelope(code, options, { requestId: '' });
  const challenge = buildChallenge(code);
  if (error.status !== 401 || challenge === undefined) {
    throw new TypeError(`the authorizer context must have a code with status 401, got ${code}`);
  }
  const { reason } = error.details;
  const texts = {
    code,
    message: error.message,
    reason: typeof reason === 'string' ? reason : (errorRow(code).reason ?? error.message),
    action: error.details.action,
    anchor: anchorOf(code),
  };
  for (const [key, text] of Object.entries(texts)) {
    if (JSON.stringify(text) !== `"${text}"`) {
      throw new TypeError(
        `authorizer context ${key} must not need escaping, because API Gateway does not escape`,
      );
    }
  }
  return { ...texts, challenge };
}

/** Properties of a request that a gateway response can contain. */
export interface GatewayRequest {
  extendedRequestId: string;
  /** The headers of the request, with their names as they were sent. */
  headers?: Readonly<Record<string, string>>;
  authorizer?: AuthorizerContext | undefined;
}

/**
 * Replaces the variables of a response as API Gateway does. A header whose variable has no value is
 * omitted. In the body, such a variable becomes an empty string. Names of headers are
 * case-sensitive.
 */
export function renderGatewayResponse(response: GatewayResponse, request: GatewayRequest) {
  const values: Readonly<Record<string, string | undefined>> = {
    [REQUEST_ID]: request.extendedRequestId,
    ...Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [REQUEST_HEADER + name, value]),
    ),
    ...Object.fromEntries(
      AUTHORIZER_CONTEXT.map((key) => [authorizerVariable(key), request.authorizer?.[key]]),
    ),
  };
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  for (const [name, source] of Object.entries(response.headers)) {
    const value = source.startsWith("'") ? source.slice(1, -1) : values[source];
    if (value !== undefined) headers[name] = value;
  }
  const body = response.template.replaceAll(
    /\$(context(?:\.\w+)+)/g,
    (_, variable: string) => values[variable] ?? '',
  );
  return { status: response.status, headers, body };
}
