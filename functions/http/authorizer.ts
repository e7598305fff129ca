import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { errorRow } from '../../contract/errors/index.ts';
import { type AuthorizerContext, authorizerContext } from '../../contract/gateway.ts';
import { AuthError } from '../core/error.ts';
import { type AuthenticatePorts, authenticate } from '../core/sessions/authenticate.ts';
import { httpRequest } from './request.ts';

/**
 * The Lambda authorizer of a REST API (AWS: "Use API Gateway Lambda authorizers"). It denies only
 * what is a 401, with the whole envelope in its context; permissions are the route's own 403. Its
 * own faults throw, which the gateway answers with 500.
 */
export function createAuthorizer(ports: AuthenticatePorts) {
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    try {
      const session = await authenticate(ports, httpRequest(event).header('authorization'));
      const { sub, sid, user } = session;
      return policy('Allow', sub, event.methodArn, {
        sub,
        sid,
        username: user.username,
        email: user.email ?? '',
        groups: JSON.stringify(user.groups),
      });
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      const denial = denialOf(error);
      if (denial === undefined) throw error;
      return policy('Deny', 'anonymous', event.methodArn, denial);
    }
  };
}

/**
 * The context that the gateway's ACCESS_DENIED template fills in. Undefined for what no client
 * caused.
 */
function denialOf({ code, options }: AuthError): AuthorizerContext | undefined {
  // A header that came twice is a 400 elsewhere; the authorizer can only say 401, and no single
  // token was shown.
  if (code === 'BAD_REQUEST') return authorizerContext('NOT_AUTHENTICATED');
  return errorRow(code).status === 401 ? authorizerContext(code, options) : undefined;
}

/**
 * The whole stage at once: with a result cache, a policy for one route would be used for the next.
 */
function policy(
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
