/** Reads an OpenAPI file as a stranger to this project does: an operation is found by its id. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Media {
  content?: { 'application/json': { schema: object } };
}

interface OperationObject extends Media {
  operationId: string;
  security: Record<string, string[]>[];
  requestBody?: Media;
  responses: Record<string, Media>;
}

interface Document {
  servers: [{ url: string }];
  paths: Record<string, Record<string, OperationObject>>;
  components: { securitySchemes: Record<string, { type: string; scheme?: string }> };
}

export interface Operation {
  method: string;
  /** Fills in the parameters of the path, with the prefix of the server. */
  path(parameters: Readonly<Record<string, string>>): string;
  needsBearer: boolean;
  /** Whether the body may have this property. */
  accepts(property: string): boolean;
  /** @throws {TypeError} if the file declares another body */
  checkBody(body: object | undefined): void;
  /** @throws {TypeError} if the file does not declare this response */
  checkResponse(status: number, body: unknown): void;
}

/** Finds an operation by its id. */
export type FindOperation = (operationId: string) => Operation;

export async function readOpenApi(url: string): Promise<FindOperation> {
  const document = (await (await fetch(url)).json()) as Document;
  const ajv = new Ajv2020({ strict: false });
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addSchema(document, 'openapi');
  const validatorAt = (...path: readonly string[]): ValidateFunction => {
    const pointer = path.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/');
    const validate = ajv.getSchema(`openapi#/${pointer}`);
    if (!validate) throw new TypeError(`the file must have a schema at ${path.join(' ')}`);
    return validate;
  };
  const isBearer = (scheme: string) =>
    document.components.securitySchemes[scheme]?.scheme === 'bearer';

  return (operationId) => {
    const found = Object.entries(document.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      )
      .find(({ operation }) => operation.operationId === operationId);
    if (!found) throw new TypeError(`the file must have the operation ${operationId}`);
    const { path, method, operation } = found;
    const at = ['paths', path, method] as const;
    const json = ['content', 'application/json', 'schema'] as const;

    function check(media: Media | undefined, content: unknown, ...where: readonly string[]): void {
      if (media?.content === undefined) {
        if (content === undefined) return;
        throw new TypeError(`${operationId}: ${where.join(' ')} must be empty`);
      }
      const validate = validatorAt(...at, ...where, ...json);
      if (validate(content)) return;
      throw new TypeError(`${operationId}: ${where.join(' ')} ${ajv.errorsText(validate.errors)}`);
    }

    return {
      method: method.toUpperCase(),
      path: (parameters) =>
        document.servers[0].url +
        path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name] ?? '')),
      needsBearer: operation.security.some((schemes) => Object.keys(schemes).some(isBearer)),
      accepts(property) {
        const schema = validatorAt(...at, 'requestBody', ...json).schema as { $ref?: string };
        const named = schema.$ref?.startsWith('#/')
          ? validatorAt(...schema.$ref.slice(2).split('/')).schema
          : schema;
        return property in ((named as { properties?: object }).properties ?? {});
      },
      checkBody: (body) => check(operation.requestBody, body, 'requestBody'),
      checkResponse(status, body) {
        const response = operation.responses[status];
        if (!response) throw new TypeError(`${operationId} must not answer ${status}`);
        check(response, body, 'responses', String(status));
      },
    };
  };
}
