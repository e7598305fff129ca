import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { GATEWAY_RESPONSE_TYPES, gatewayResponse } from '../../contract/gateway.ts';

/**
 * Makes API Gateway's own error responses envelopes. Adds one response for each type that a row of
 * the error table names.
 */
export function addEnvelopeResponses(api: RestApi, documentationUrl: string | undefined): void {
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
