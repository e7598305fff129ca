/** Prints JSON Schemas as TypeScript types. */

import type { JsonSchema } from '../schema-of.ts';

/** Members of this name are open: Cognito decides what they contain. */
const OPEN_MEMBER = 'parameters';

/**
 * Prints the type of a JSON Schema. `optional` names members that are printed as optional although
 * the schema requires them.
 * @throws {TypeError} if the schema has a keyword that this function does not support.
 */
export function typeOf(schema: JsonSchema, optional: readonly string[] = []): string {
  const { type, anyOf, oneOf, allOf, enum: values, const: constant, items } = schema;
  const options = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (options !== undefined) {
    return [...new Set(options.map((option) => typeOf(option, optional)))].join(' | ');
  }
  if (allOf !== undefined) {
    return (allOf as JsonSchema[]).map((part) => `(${typeOf(part, optional)})`).join(' & ');
  }
  if (values !== undefined) return (values as unknown[]).map(literal).join(' | ');
  if (constant !== undefined) return literal(constant);
  if (Array.isArray(type)) {
    return type.map((each) => typeOf({ ...schema, type: each })).join(' | ');
  }
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `ReadonlyArray<${typeOf(items as JsonSchema)}>`;
    case 'object':
      return typeOfObject(schema, optional);
    case undefined:
      return 'unknown';
    default:
      throw new TypeError(`the client has no type for the schema ${JSON.stringify(schema)}`);
  }
}

function typeOfObject(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  optional: readonly string[],
): string {
  const members = Object.entries(properties as Record<string, JsonSchema>).map(([name, member]) => {
    const isRequired = (required as string[]).includes(name) && !optional.includes(name);
    return printMember(name, typeOf(member), isRequired);
  });
  if (members.length > 0) return `{ ${members.join('; ')} }`;
  const isOpen = typeof additionalProperties === 'object';
  const value = isOpen ? typeOf(additionalProperties as JsonSchema) : 'unknown';
  return `Readonly<Record<string, ${value}>>`;
}

/** Prints a member of an object type. The client accepts `undefined` for an optional member. */
export function printMember(name: string, type: string, isRequired: boolean): string {
  const key = /^\w+$/.test(name) ? name : literal(name);
  return isRequired ? `${key}: ${type}` : `${key}?: ${type} | undefined`;
}

/** Prints the type that a value of an example has. */
export function typeOfExample(value: unknown, name = ''): string {
  if (name === OPEN_MEMBER) return 'Readonly<Record<string, unknown>>';
  if (Array.isArray(value)) {
    const types = new Set(value.map((item) => typeOfExample(item)));
    return `ReadonlyArray<${[...types].join(' | ') || 'unknown'}>`;
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const members = Object.entries(value).map(([member, item]) =>
    printMember(member, typeOfExample(item, member), true),
  );
  return `{ ${members.join('; ')} }`;
}

/** Prints a literal in the quotes of the repository. */
export const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
