import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { errorRow } from '../../contract/errors/index.ts';
import { type AuthorizerContext, authorizerContext } from '../../contract/gateway.ts';
import { AuthError } from '../core/error.ts';
import { type AuthenticatePorts, authenticate } from '../core/sessions/authenticate.ts';
import { toIsoTime } from '../core/time.ts';
import { httpRequest } from './request.ts';

/**
 * Creates a Lambda authorizer for a REST API (AWS: "Use API Gateway Lambda authorizers"). It denies
 * a request only if the caller is not authenticated, and puts the envelope into the context.
 * Permissions are up to the route, which answers 403. An internal failure is thrown, which the
 * gateway answers with 500.
 */
export function createAuthorizer(ports: AuthenticatePorts) {
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    try {
      const session = await authenticate(ports, httpRequest(event).header('authorization'));
      const { sub, sid, user, authenticatedAt, amr } = session;
      return createPolicy('Allow', sub, event.methodArn, {
        sub,
        sid,
        username: user.username,
        email: user.email ?? '',
        groups: JSON.stringify(user.groups),
        authenticated_at: toIsoTime(authenticatedAt),
        amr: JSON.stringify(amr),
      });
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      const denial = denialContext(error);
      if (denial === undefined) throw error;
      return createPolicy('Deny', 'anonymous', event.methodArn, denial);
    }
  };
}

/**
 * Returns the context for the gateway's ACCESS_DENIED template, or undefined if the error is not
 * the client's.
 */
function denialContext({ code, options }: AuthError): AuthorizerContext | undefined {
  // A repeated header is a 400 elsewhere. An authorizer can only answer 401, and the request does
  // not contain exactly one token.
  if (code === 'BAD_REQUEST') return authorizerContext('NOT_AUTHENTICATED');
  return errorRow(code).status === 401 ? authorizerContext(code, options) : undefined;
}

/**
 * Returns a policy for the whole stage. If the gateway caches results, it uses the policy of one
 * route for the others as well.
 */
function createPolicy(
  effect: 'Allow' | 'Deny',
  principalId: string,
  methodArn: string,
  context: Record<string, string>,
): APIGatewayAuthorizerResult {
  const [api = '', stage = ''] = methodArn.split('/');
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${api}/${stage}/*` }],
    },
    context,
  };
}
