import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CustomerApi {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts an API of a customer on one origin with Chordian Auth. `POST /orders` requires a Bearer
 * token that the session route accepts.
 */
export async function startCustomerApi(authUrl: string): Promise<CustomerApi> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isOrder = request.method === 'POST' && request.url === '/orders';
    const { authorization, cookie } = request.headers;
    const answer = await fetch(`${authUrl}${isOrder ? '/api/auth/session' : request.url}`, {
      method: isOrder ? 'GET' : (request.method ?? 'GET'),
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(cookie !== undefined && { cookie }),
      },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const setCookie = answer.headers.getSetCookie();
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      ...(setCookie.length > 0 && { 'Set-Cookie': setCookie }),
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
