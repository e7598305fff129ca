import { Stack, type StackProps } from 'aws-cdk-lib';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { SessionVerification } from '../../lib/backend.ts';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import { SessionAuthorizer } from '../../lib/session-authorizer.ts';

export interface ProtectedApiStackProps extends StackProps {
  backend: SessionVerification;
  config: StageConfig;
}

/** An API of your own. `GET /orders` requires a valid session JWT. */
export class ProtectedApiStack extends Stack {
  constructor(scope: Construct, id: string, { backend, config, ...props }: ProtectedApiStackProps) {
    super(scope, id, props);
    const api = new RestApi(this, 'Orders', { cloudWatchRole: false });
    const authorizer = new SessionAuthorizer(this, 'Sessions', { api, backend, config });
    api.root
      .addResource('orders')
      .addMethod('GET', emptyOrderList, { authorizer, methodResponses: [{ statusCode: '200' }] });
  }
}

const emptyOrderList = new MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  integrationResponses: [
    { statusCode: '200', responseTemplates: { 'application/json': '{"orders": []}' } },
  ],
});
