import * as z from 'zod/mini';
import * as schemas from '../../contract/schemas/index.ts';
import { BODY_PROSE, type BodyName } from '../schemas.ts';

export type JsonSchema = { [member: string]: unknown };

interface Component {
  schema: z.core.$ZodType;
  io: 'input' | 'output';
  description: string;
}

const BODIES: Readonly<Record<BodyName, z.core.$ZodType>> = schemas;

/** `loginRequest` is the component `LoginRequest`. */
const componentName = (name: string): string => name.replace(/^./, (first) => first.toUpperCase());

/** The named bodies of the contract, as OpenAPI components. */
const COMPONENTS: Readonly<Record<string, Component>> = {
  ...Object.fromEntries(
    (Object.entries(BODY_PROSE) as [BodyName, string][]).map(([name, description]) => [
      componentName(name),
      {
        schema: BODIES[name],
        io: name.endsWith('Request') ? ('input' as const) : ('output' as const),
        description,
      },
    ]),
  ),
  ErrorEnvelope: {
    schema: schemas.errorEnvelope,
    io: 'output',
    description: 'The one shape of every failure.',
  },
};

export const componentSchemas = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(COMPONENTS).map(([name, { schema, io, description }]) => [
      name,
      { description, ...jsonSchemaOf(schema, io) },
    ]),
  );

export function jsonSchemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io, override }) as JsonSchema;
  return jsonSchema;
}

/**
 * Removes what Zod adds to a schema: the bounds of a safe integer, and the pattern that repeats a
 * format.
 */
function override({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

/**
 * Returns a reference to the component of this schema.
 * @throws {TypeError} if the schema is not an exported `…Request` or `…Response` of the contract.
 */
export function refTo(schema: z.core.$ZodType): { $ref: string } {
  const name = Object.entries(COMPONENTS).find(([, component]) => component.schema === schema)?.[0];
  if (name === undefined) {
    throw new TypeError(
      'a body’s schema must be an exported …Request or …Response of the contract',
    );
  }
  return { $ref: `#/components/schemas/${name}` };
}
