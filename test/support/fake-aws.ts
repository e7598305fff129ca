import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

/** The operations of REST protocols that are asked here, by method and path. */
const REST_OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/^GET \/2016-08-19\/account-settings$/, 'GetAccountSettings'],
  [/^GET \/account$/, 'GetAccount'],
  [/^POST \/v2\/email\/outbound-emails$/, 'SendEmail'],
  [/^GET \/2013-04-01\/hostedzone\/\w+$/, 'GetHostedZone'],
];

/** Output of each operation. An output with `__type` is an error of that name. */
export type Answers = Record<string, (input: Record<string, unknown>) => object>;

/**
 * Starts a server that replaces AWS for every SDK client of a process whose `AWS_ENDPOINT_URL` is
 * its endpoint.
 */
export async function startFakeAws() {
  const fake = {
    answers: {} as Answers,
    /** How long an operation takes, in milliseconds. Only benchmarks set it. */
    delayOf: (_operation: string): number => 0,
    asked: [] as string[],
    /** The same with the service in front, such as `dynamodb:Query`. */
    actions: [] as string[],
    endpoint: '',
    close: () => server.close(),
  };
  const server = createServer(async (request, response) => {
    const { operation, input, type, write } = read(request, await text(request));
    fake.asked.push(operation);
    fake.actions.push(`${signingNameOf(request)}:${operation}`);
    const delayMs = fake.delayOf(operation);
    if (delayMs > 0) await setTimeout(delayMs);
    const output = fake.answers[operation]?.(input) ?? { __type: 'ResourceNotFoundException' };
    response.writeHead('__type' in output ? 400 : 200, { 'content-type': type }).end(write(output));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  fake.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

interface Call {
  operation: string;
  input: Record<string, unknown>;
  /** Content type of the response. */
  type: string;
  write: (output: object) => string;
}

/** The service for which a call is signed, by the name that IAM has for it. */
const signingNameOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';

/**
 * Reads a call in AWS's JSON protocol, in one of its REST protocols, or in its query protocol, which
 * CloudFormation uses.
 */
function read(request: IncomingMessage, body: string): Call {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    return {
      operation: String(target).split('.').at(-1) ?? '',
      input: JSON.parse(body),
      type: 'application/x-amz-json-1.1',
      write: JSON.stringify,
    };
  }
  const path = (request.url ?? '').split('?')[0];
  const [, rest] = REST_OPERATIONS.find(([call]) => call.test(`${request.method} ${path}`)) ?? [];
  if (rest === 'GetHostedZone') {
    const write = (output: object) =>
      '__type' in output ? toXml(queryError(output)) : toXml({ GetHostedZoneResponse: output });
    return { operation: rest, input: {}, type: 'text/xml', write };
  }
  if (rest !== undefined) {
    return { operation: rest, input: {}, type: 'application/json', write: JSON.stringify };
  }
  const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation, input, type: 'text/xml', write: (output) => toQueryXml(operation, output) };
}

function toQueryXml(operation: string, output: object): string {
  if ('__type' in output) return toXml(queryError(output));
  return toXml({ [`${operation}Response`]: { [`${operation}Result`]: output } });
}

function queryError(output: object): object {
  const { __type: Code, ...rest } = output as { __type?: unknown };
  return { ErrorResponse: { Error: { Type: 'Sender', Code, ...rest } } };
}

function toXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, content]) => `<${name}>${toXml(content)}</${name}>`)
    .join('');
}

export const credentials = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};
