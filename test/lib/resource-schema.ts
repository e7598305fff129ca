/**
 * Checks templates against AWS's own specification of its resources, as CloudFormation would on a
 * deployment: names of properties, required properties, types and allowed values.
 */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

type Properties = Readonly<Record<string, { type: PropertyType; required?: boolean }>>;

let database: SpecDatabase | undefined;

interface TemplateJson {
  Resources: Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;
}

/** Finds what is wrong with the resources of a template. Each finding names its place. */
export function findSchemaErrors({ Resources }: TemplateJson): string[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource') return [];
    const resource = readDatabase().lookup('resource', 'cloudFormationType', 'equals', Type)[0];
    if (resource === undefined) return [`${id}: ${Type} is not a resource type of AWS`];
    return checkProperties(`${id} (${Type})`, Properties, resource.properties);
  });
}

function readDatabase(): SpecDatabase {
  database ??= loadAwsServiceSpecSync();
  return database;
}

function checkProperties(place: string, value: object, properties: Properties): string[] {
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => `${place} has the unknown property ${name}`);
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && !Object.hasOwn(value, name))
    .map(([name]) => `${place} must have the property ${name}`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = properties[name];
    return property === undefined ? [] : checkValue(`${place}.${name}`, member, property.type);
  });
  return [...unknown, ...missing, ...wrong];
}

/** What an intrinsic function returns is known only to CloudFormation. */
const isIntrinsic = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  /^(?:Ref|Fn::.+)$/.test(Object.keys(value)[0] ?? '');

function checkValue(place: string, value: unknown, type: PropertyType): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
    case 'tag':
      return [];
    case 'union': {
      const attempts = type.types.map((each) => checkValue(place, value, each));
      return attempts.some((errors) => errors.length === 0) ? [] : (attempts[0] ?? []);
    }
    case 'array':
      if (!Array.isArray(value)) return [`${place} must be an array`];
      return value.flatMap((item, index) => checkValue(`${place}[${index}]`, item, type.element));
    case 'map':
      if (!isObject(value)) return [`${place} must be an object`];
      return Object.entries(value).flatMap(([key, member]) =>
        checkValue(`${place}.${key}`, member, type.element),
      );
    case 'ref':
      if (!isObject(value)) return [`${place} must be an object`];
      return checkProperties(
        place,
        value,
        readDatabase().get('typeDefinition', type.reference).properties,
      );
    default:
      return checkScalar(place, value, type);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkScalar(place: string, value: unknown, type: PropertyType): string[] {
  if (!isScalar(value, type.type)) {
    return [`${place} must be of the type ${type.type}, got ${JSON.stringify(value)}`];
  }
  const allowed = 'allowedValues' in type ? (type.allowedValues as unknown[] | undefined) : [];
  return allowed === undefined || allowed.length === 0 || allowed.includes(value)
    ? []
    : [`${place} must be one of ${allowed.join(', ')}, got ${JSON.stringify(value)}`];
}

/** CloudFormation accepts numbers and booleans as strings, too, and strings as numbers. */
function isScalar(value: unknown, type: PropertyType['type']): boolean {
  if (type === 'string' || type === 'date-time') return ['string', 'number'].includes(typeof value);
  if (type === 'boolean')
    return typeof value === 'boolean' || value === 'true' || value === 'false';
  if (type === 'integer') return Number.isInteger(Number(value)) && typeof value !== 'boolean';
  if (type === 'number') return Number.isFinite(Number(value)) && typeof value !== 'boolean';
  return false;
}
