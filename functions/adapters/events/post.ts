import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface PostedResponse {
  status: number;
  body: string;
}

/** An answer of EventBridge has a few hundred bytes. */
const MAX_RESPONSE_LENGTH = 64 * 1_024;

/**
 * Sends a POST request. The deadline covers the connection and the whole response. A new connection
 * for each request cannot be one that AWS has closed while Lambda had frozen the function.
 */
export function post(
  url: URL,
  {
    headers,
    body,
    timeoutMs,
  }: { headers: Record<string, string>; body: string; timeoutMs: number },
): Promise<PostedResponse> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', headers, agent: false, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_RESPONSE_LENGTH)
          request.destroy(new Error('the response is too long'));
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
