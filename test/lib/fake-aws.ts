import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What an operation answers; one that has `__type` is an error of that name. */
export type Answers = Record<string, (input: Record<string, unknown>) => object>;

/**
 * Stands where AWS would, for every SDK client of a process: nobody tells them but
 * `AWS_ENDPOINT_URL`.
 */
export async function startFakeAws() {
  const fake = {
    answers: {} as Answers,
    asked: [] as string[],
    endpoint: '',
    close: () => server.close(),
  };
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    fake.asked.push(operation);
    const input = (await json(request)) as Record<string, unknown>;
    const output = fake.answers[operation]?.(input) ?? { __type: 'ResourceNotFoundException' };
    response
      .writeHead('__type' in output ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(output));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  fake.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

export const credentials = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};
