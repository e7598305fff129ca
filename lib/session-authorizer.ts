import { Duration } from 'aws-cdk-lib';
import { type CfnAuthorizer, RequestAuthorizer, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { connect, type SessionVerification } from './backend.ts';
import { type Concurrency, checkConcurrency } from './config/concurrency.ts';
import type { StageConfig } from './config/stage-config.ts';
import { AuthFunction } from './constructs/auth-function.ts';
import { answerWithEnvelopes } from './constructs/gateway-responses.ts';

export interface SessionAuthorizerProps {
  /** The API whose routes it protects. Its gateway responses become the error envelope. */
  api: RestApi;
  /** Where sessions and keys are: the foundation's `backend`, or handles on it from another app. */
  backend: SessionVerification;
  config: Pick<StageConfig, 'logRetention' | 'retainData' | 'tracing' | 'documentationUrl'>;
  /**
   * How long API Gateway may let the same request pass unasked. Zero unless said: a revoked session
   * must die now.
   */
  resultsCacheTtl?: Duration;
  /** Of its function, which every request waits for. */
  concurrency?: Concurrency;
}

/**
 * Protects routes of any REST API with a session JWT in `Authorization: Bearer`. The function lives
 * in the stack of the API that it protects, so that neither stack holds the other.
 *
 * ```ts
 * const authorizer = new SessionAuthorizer(this, 'Sessions', { api, backend, config });
 * api.root.addResource('orders').addMethod('GET', orders, { authorizer });
 * ```
 */
export class SessionAuthorizer extends RequestAuthorizer {
  /** @throws {TypeError} for a concurrency that cannot be. */
  constructor(
    scope: Construct,
    id: string,
    {
      api,
      backend,
      config,
      resultsCacheTtl = Duration.seconds(0),
      concurrency = {},
    }: SessionAuthorizerProps,
  ) {
    checkConcurrency(`${scope.node.path}/${id}: concurrency`, concurrency);
    const fn = new AuthFunction(scope, `${id}Function`, {
      functionKey: 'authorizer',
      description: 'Chordian Auth: verifies the session JWT of a request',
      config,
      concurrency,
    });
    connect(fn, backend);
    // Without an identity source, a request without a token reaches the function too, which says
    // NOT_AUTHENTICATED. A cache must have its key.
    const cached = resultsCacheTtl.toSeconds() > 0;
    super(scope, id, {
      handler: fn.invoked,
      resultsCacheTtl,
      identitySources: cached ? [AUTHORIZATION] : [],
    });
    // CDK writes an empty list as an empty string, which is no source either way.
    if (!cached) {
      (this.node.defaultChild as CfnAuthorizer).addPropertyDeletionOverride('IdentitySource');
    }
    answerWithEnvelopes(api, config.documentationUrl);
  }
}

const AUTHORIZATION = 'method.request.header.Authorization';
