import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { GATEWAY_RESPONSE_TYPES, gatewayResponse } from '../../contract/gateway.ts';

/**
 * The error envelope for everything that API Gateway answers by itself: one response per type that
 * the error table claims.
 */
export function answerWithEnvelopes(api: RestApi, documentationUrl: string | undefined): void {
  for (const type of GATEWAY_RESPONSE_TYPES) {
    const { status, headers, template } = gatewayResponse(type, documentationUrl);
    api.addGatewayResponse(type, {
      type: ResponseType.of(type),
      statusCode: String(status),
      responseHeaders: { ...headers },
      templates: { 'application/json': template },
    });
  }
}
