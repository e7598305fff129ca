import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Output of each operation. An output with `__type` is an error of that name. */
export type Answers = Record<string, (input: Record<string, unknown>) => object>;

/**
 * Starts a server that replaces AWS for every SDK client of a process whose `AWS_ENDPOINT_URL` is
 * its endpoint.
 */
export async function startFakeAws() {
  const fake = {
    answers: {} as Answers,
    asked: [] as string[],
    endpoint: '',
    close: () => server.close(),
  };
  const server = createServer(async (request, response) => {
    const { operation, input, type, write } = read(request, await text(request));
    fake.asked.push(operation);
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

/** Reads a call in AWS's JSON protocol, or in its query protocol, which CloudFormation uses. */
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
  const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation, input, type: 'text/xml', write: (output) => toQueryXml(operation, output) };
}

function toQueryXml(operation: string, output: object): string {
  if ('__type' in output) {
    const { __type: Code, ...rest } = output;
    return toXml({ ErrorResponse: { Error: { Type: 'Sender', Code, ...rest } } });
  }
  return toXml({ [`${operation}Response`]: { [`${operation}Result`]: output } });
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
