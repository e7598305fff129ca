import { Duration } from 'aws-cdk-lib';
import { type CfnAuthorizer, RequestAuthorizer, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { connect, type SessionVerification } from './backend.ts';
import { type Concurrency, checkConcurrency } from './config/concurrency.ts';
import type { StageConfig } from './config/stage-config.ts';
import { AuthFunction } from './constructs/auth-function.ts';
import { addEnvelopeResponses } from './constructs/gateway-responses.ts';

export interface SessionAuthorizerProps {
  /** The API whose routes are protected. Its gateway responses become error envelopes. */
  api: RestApi;
  /** The foundation's `backend`, or handles on its resources in another app. */
  backend: SessionVerification;
  config: Pick<
    StageConfig,
    'logRetention' | 'retainData' | 'tracing' | 'documentationUrl' | 'encryptionKeyArn'
  >;
  /**
   * How long API Gateway caches the authorizer's result for a token. Defaults to 0, so that
   * revocation takes effect immediately.
   */
  resultsCacheTtl?: Duration;
  /**
   * What the token must name in its `aud`: `tokens.audience` of the stage or one of its
   * `otherAudiences`. Defaults to `tokens.audience`.
   */
  audience?: string;
  /** Concurrency of the authorizer's function, which every request waits for. */
  concurrency?: Concurrency;
}

/**
 * Protects routes of any REST API with a session JWT in `Authorization: Bearer`. Its function is in
 * the stack of the protected API, so that each stack can be deleted without the other.
 *
 * ```ts
 * const authorizer = new SessionAuthorizer(this, 'Sessions', { api, backend, config });
 * api.root.addResource('orders').addMethod('GET', orders, { authorizer });
 * ```
 */
export class SessionAuthorizer extends RequestAuthorizer {
  /** @throws {TypeError} if `audience` or `concurrency` is not valid */
  constructor(
    scope: Construct,
    id: string,
    {
      api,
      backend,
      config,
      audience = backend.tokens.audience,
      resultsCacheTtl = Duration.seconds(0),
      concurrency = {},
    }: SessionAuthorizerProps,
  ) {
    checkConcurrency(`${scope.node.path}/${id}: concurrency`, concurrency);
    checkAudience(`${scope.node.path}/${id}`, audience, backend.tokens);
    const fn = new AuthFunction(scope, `${id}Function`, {
      functionKey: 'authorizer',
      description: 'Chordian Auth: verifies the session JWT of a request',
      config,
      concurrency,
    });
    connect(fn, { ...backend, tokens: { ...backend.tokens, audience } });
    // Without an identity source, requests without a token reach the function, which denies them
    // with NOT_AUTHENTICATED. A cache needs an identity source as its key.
    const isCached = resultsCacheTtl.toSeconds() > 0;
    super(scope, id, {
      handler: fn.invocationTarget,
      resultsCacheTtl,
      identitySources: isCached ? [AUTHORIZATION_HEADER] : [],
    });
    // CDK writes an empty list as an empty string, which is not a valid identity source.
    if (!isCached) {
      (this.node.defaultChild as CfnAuthorizer).addPropertyDeletionOverride('IdentitySource');
    }
    addEnvelopeResponses(api, config.documentationUrl);
  }
}

/** @throws {TypeError} if no token of the stage has the audience */
function checkAudience(path: string, wanted: string, tokens: SessionVerification['tokens']): void {
  const audiences = [tokens.audience, ...(tokens.otherAudiences ?? [])];
  if (audiences.includes(wanted)) return;
  throw new TypeError(
    `${path}: audience must be in the setting "tokens" (${audiences.join(', ')}), got "${wanted}".`,
  );
}

const AUTHORIZATION_HEADER = 'method.request.header.Authorization';
