import type { APIGatewayProxyResult } from 'aws-lambda';
import { REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import {
  type GatewayResponseType,
  gatewayResponse,
  renderGatewayResponse,
} from '../../contract/gateway.ts';
import type { GatewayRequest } from './event.ts';

/** What goes back to the client. A header may come several times. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** What the gateway says itself, from the same table as the deployed one. */
export function ownAnswer(
  type: GatewayResponseType,
  documentationUrl: string,
  request: Pick<GatewayRequest, 'extendedRequestId' | 'origin'>,
): Answer {
  return renderGatewayResponse(gatewayResponse(type, documentationUrl), request);
}

/**
 * A function's result as the gateway passes it on; undefined when it is no proxy response (AWS:
 * "Output format of a Lambda function").
 */
export function functionAnswer(result: unknown): Answer | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } =
    result as Partial<APIGatewayProxyResult>;
  if (
    !Number.isInteger(Number(statusCode)) ||
    (body !== undefined && body !== null && typeof body !== 'string')
  ) {
    return undefined;
  }
  const passed: Answer['headers'] = {};
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders })) {
    passed[rename(name)] = Array.isArray(value) ? value.map(String) : String(value);
  }
  if (!Object.keys(passed).some((name) => name.toLowerCase() === 'content-type')) {
    passed['Content-Type'] = 'application/json';
  }
  return {
    status: Number(statusCode),
    headers: passed,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Only on what a function sends: a gateway response keeps its `WWW-Authenticate`. */
const rename = (name: string): string =>
  name.toLowerCase() === 'www-authenticate' ? REMAPPED_CHALLENGE_HEADER : name;
