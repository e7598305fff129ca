/**
 * What the gateway answers where no Lambda runs. The template language knows variables and no logic
 * (AWS: "Gateway responses in API Gateway").
 */

import { type ErrorOptions, EXPOSED_HEADERS, envelopeOf, headersOf } from './envelope.ts';
import {
  anchorOf,
  DOCUMENTATION_URL,
  ERROR_CODES,
  type ERRORS,
  type ErrorCode,
  errorRow,
} from './errors/index.ts';

/** An API Gateway response type that a row of the error table claims. */
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
   * Values as the gateway reads them: `'static'` in single quotes, or the name of a property of the
   * request.
   */
  headers: Readonly<Record<string, string>>;
  /** JSON in which `$context.…` stands for a property of the request. */
  template: string;
}

/**
 * The one type that carries words of its own: only the authorizer causes it, and always with its
 * whole context.
 */
const REFUSED_BY_AUTHORIZER = 'ACCESS_DENIED' satisfies GatewayResponseType;

/** Unlike `requestId`, a client cannot choose it. */
const REQUEST_ID = 'context.extendedRequestId';

/** What the authorizer gives the gateway along with a Deny. */
export type AuthorizerContext = Record<(typeof AUTHORIZER_CONTEXT)[number], string>;
const AUTHORIZER_CONTEXT = ['code', 'message', 'reason', 'action', 'anchor'] as const;

const fixed = (value: string): string => `'${value}'`;

/**
 * No CORS setting of the stage can reach a gateway response, and its body is not private: it
 * reflects the origin.
 */
const CORS = {
  'Access-Control-Allow-Origin': 'method.request.header.Origin',
  'Access-Control-Allow-Credentials': fixed('true'),
  // The gateway renames the challenge of a function and not its own.
  'Access-Control-Expose-Headers': fixed([...EXPOSED_HEADERS, 'WWW-Authenticate'].join(',')),
  Vary: fixed('Origin'),
};

/** What a preflight allows besides a route's own method; seconds. */
export const PREFLIGHT = { headers: ['Authorization', 'Content-Type'], maxAge: 600 } as const;

const codeOf = (type: GatewayResponseType): ErrorCode => {
  const code = ERROR_CODES.find((candidate) => errorRow(candidate).gateway?.includes(type));
  if (code === undefined) {
    throw new TypeError(`no error row claims the gateway response type ${type}`);
  }
  return code;
};

const GATEWAY_VARIANT = 'gateway';

function envelopeTemplate(type: GatewayResponseType, code: ErrorCode, documentationUrl: string) {
  const variant = errorRow(code).variants?.[GATEWAY_VARIANT] && GATEWAY_VARIANT;
  const envelope = envelopeOf(code, { variant } as ErrorOptions, {
    requestId: `$${REQUEST_ID}`,
    documentationUrl,
  });
  if (type !== REFUSED_BY_AUTHORIZER) return envelope;
  const said = (key: keyof AuthorizerContext) => `$context.authorizer.${key}`;
  return {
    error: {
      code: said('code'),
      message: said('message'),
      status: envelope.error.status,
      details: { reason: said('reason'), action: said('action') },
      documentation_url: `${documentationUrl}#${said('anchor')}`,
    },
  };
}

/** The answer for one gateway response type, made from its row of the error table. */
export function gatewayResponse(
  type: GatewayResponseType,
  documentationUrl: string = DOCUMENTATION_URL,
): GatewayResponse {
  const code = codeOf(type);
  const envelope = envelopeOf(code, {}, { requestId: '', documentationUrl });
  return {
    type,
    code,
    status: envelope.error.status,
    headers: {
      ...Object.fromEntries(
        Object.entries(headersOf(envelope)).map(([name, value]) => [name, fixed(value)]),
      ),
      ...CORS,
      'X-Request-Id': REQUEST_ID,
    },
    template: JSON.stringify(envelopeTemplate(type, code, documentationUrl)),
  };
}

/** Every type that a row claims. */
export const GATEWAY_RESPONSE_TYPES = ERROR_CODES.flatMap(
  (code) => errorRow(code).gateway ?? [],
) as GatewayResponseType[];

/**
 * What the authorizer says with a Deny: the refusal in the words of the table.
 * @throws {TypeError} for a code that is no 401, the only status an ACCESS_DENIED can have, and for
 * text that would break the JSON of the template.
 */
export function authorizerContext<C extends ErrorCode>(
  code: C,
  options: ErrorOptions<C> = {},
): AuthorizerContext {
  const { error } = envelopeOf(code, options, { requestId: '' });
  if (error.status !== 401) {
    throw new TypeError(`an authorizer can only refuse with a 401, not with ${code}`);
  }
  const { reason } = error.details;
  const context = {
    code,
    message: error.message,
    reason: typeof reason === 'string' ? reason : (errorRow(code).reason ?? error.message),
    action: error.details.action,
    anchor: anchorOf(code),
  };
  for (const [key, text] of Object.entries(context)) {
    if (JSON.stringify(text) !== `"${text}"`) {
      throw new TypeError(
        `authorizer context ${key} would need escaping, which the gateway does not do`,
      );
    }
  }
  return context;
}

/** What a gateway knows when it answers. */
export interface GatewayRequest {
  extendedRequestId: string;
  origin?: string | undefined;
  authorizer?: AuthorizerContext | undefined;
}

/**
 * Fills the variables of a response as API Gateway does: no value, no header; an unknown variable
 * becomes nothing.
 */
export function renderGatewayResponse(response: GatewayResponse, request: GatewayRequest) {
  const known: Readonly<Record<string, string | undefined>> = {
    [REQUEST_ID]: request.extendedRequestId,
    'method.request.header.Origin': request.origin,
    ...Object.fromEntries(
      AUTHORIZER_CONTEXT.map((key) => [`context.authorizer.${key}`, request.authorizer?.[key]]),
    ),
  };
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  for (const [name, source] of Object.entries(response.headers)) {
    const value = source.startsWith("'") ? source.slice(1, -1) : known[source];
    if (value !== undefined) headers[name] = value;
  }
  const body = response.template.replaceAll(
    /\$(context(?:\.\w+)+)/g,
    (_, variable: string) => known[variable] ?? '',
  );
  return { status: response.status, headers, body };
}
