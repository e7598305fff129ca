import type { APIGatewayProxyResult } from 'aws-lambda';
import { REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import {
  type GatewayResponseType,
  gatewayResponse,
  renderGatewayResponse,
} from '../../contract/gateway.ts';
import type { HttpResponse } from '../http-response.ts';
import { type GatewayRequest, readHeaders } from './event.ts';

/** Creates the gateway's own response of a type, from the same table as the deployed gateway. */
export function createGatewayResponse(
  type: GatewayResponseType,
  documentationUrl: string,
  { extendedRequestId, rawHeaders }: Pick<GatewayRequest, 'extendedRequestId' | 'rawHeaders'>,
): HttpResponse {
  return renderGatewayResponse(gatewayResponse(type, documentationUrl), {
    extendedRequestId,
    headers: readHeaders({ rawHeaders }),
  });
}

/**
 * Converts the result of a function. Returns undefined if it is not a proxy response (AWS: "Output
 * format of a Lambda function for proxy integration").
 */
export function convertResult(result: unknown): HttpResponse | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } =
    result as Partial<APIGatewayProxyResult>;
  if (
    !Number.isInteger(Number(statusCode)) ||
    (body !== undefined && body !== null && typeof body !== 'string')
  ) {
    return undefined;
  }
  const converted: HttpResponse['headers'] = {};
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders })) {
    converted[remapHeader(name)] = Array.isArray(value) ? value.map(String) : String(value);
  }
  if (!Object.keys(converted).some((name) => name.toLowerCase() === 'content-type')) {
    converted['Content-Type'] = 'application/json';
  }
  return {
    status: Number(statusCode),
    headers: converted,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** API Gateway renames this header of a function, but not that of its own responses. */
const remapHeader = (name: string): string =>
  name.toLowerCase() === 'www-authenticate' ? REMAPPED_CHALLENGE_HEADER : name;
