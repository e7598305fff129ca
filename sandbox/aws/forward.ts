import { request as send } from 'node:http';
import type { Dynamo } from './dynamo.ts';

/** Another DynamoDB instead of the one in this process: DynamoDB Local, say. */
export function forwardDynamo(endpoint: string): Dynamo {
  return {
    handle({ method, headers }, body, response) {
      const { host: _host, 'content-length': _length, ...passed } = headers;
      const outgoing = send(
        endpoint,
        { method, headers: { ...passed, 'content-length': body.length } },
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
