import * as z from 'zod/mini';
import { ROUTES } from '../../contract/routes/index.ts';
import {
  captchaResponse,
  errorEnvelope,
  loginRequest,
  sessionResponse,
  tokenResponse,
} from '../../contract/schemas/index.ts';

export type JsonSchema = { [member: string]: unknown };

/** Named bodies of the contract, as OpenAPI components. */
const COMPONENTS = {
  LoginRequest: {
    schema: loginRequest,
    io: 'input',
    description: 'What the user typed, and a CAPTCHA solution if one was asked for.',
  },
  TokenResponse: {
    schema: tokenResponse,
    io: 'output',
    description: 'A session JWT and its lifetime in seconds. The refresh token is in the cookie.',
  },
  SessionResponse: {
    schema: sessionResponse,
    io: 'output',
    description: 'The signed-in user and the session. Times are ISO 8601, UTC.',
  },
  CaptchaResponse: {
    schema: captchaResponse,
    io: 'output',
    description: 'An ALTCHA challenge, as its widget and library read it.',
  },
  ErrorEnvelope: {
    schema: errorEnvelope,
    io: 'output',
    description: 'The one shape of every failure.',
  },
} as const;

export function componentSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(COMPONENTS).map(([name, { schema, io, description }]) => {
      const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io, override }) as JsonSchema;
      return [name, { description, ...jsonSchema }];
    }),
  );
}

/**
 * Drops what only the library needs: the bounds of a safe integer, and the pattern that spells out
 * a format.
 */
function override({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

/**
 * The component that holds this schema.
 * @throws {TypeError} for a schema that no component holds, so that a new one is named here first.
 */
export function refTo(schema: z.core.$ZodType): { $ref: string } {
  const name = Object.entries(COMPONENTS).find(([, component]) => component.schema === schema)?.[0];
  if (name === undefined) {
    throw new TypeError(
      `docs/generate/schema-of.ts: a schema of ${Object.keys(ROUTES).join(', ')} has no component name`,
    );
  }
  return { $ref: `#/components/schemas/${name}` };
}
