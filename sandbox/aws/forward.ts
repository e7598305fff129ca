import { request as send } from 'node:http';
import type { Dynamo } from './dynamo.ts';

/** Forwards to another DynamoDB, for example DynamoDB Local, instead of the one in this process. */
export function forwardDynamo(endpoint: string): Dynamo {
  return {
    handle({ method, headers }, body, response) {
      const { host: _host, 'content-length': _length, ...forwarded } = headers;
      const outgoing = send(
        endpoint,
        { method, headers: { ...forwarded, 'content-length': body.length } },
        (incoming) => {
          response.writeHead(incoming.statusCode ?? 502, incoming.headers);
          incoming.pipe(response);
        },
      );
      outgoing.on('error', () => response.destroy());
      outgoing.end(body);
    },
    close: async () => {},
  };
}
