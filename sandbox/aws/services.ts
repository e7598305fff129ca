import type { Clock } from '../clock.ts';
import { raiseCognitoFault } from '../faults/cognito.ts';
import { applyDynamoFault, type FaultsBySub, findFaultsBySub } from '../faults/dynamo.ts';
import type { State } from '../state.ts';
import { type Cognito, openCognito } from './cognito.ts';
import { type Dynamo, openDynamo } from './dynamo.ts';
import { type Endpoint, listenAws, type Service } from './endpoint.ts';
import { forwardDynamo } from './forward.ts';
import { Secrets } from './secrets.ts';

export interface Aws extends Endpoint {
  pool: Cognito['pool'];
  secrets: Secrets;
}

/**
 * Starts the AWS services that the product uses, behind one endpoint. Requests to Cognito and
 * DynamoDB pass the faults first.
 */
export async function startAws(state: State, clock: Clock, dynamoEndpoint?: string): Promise<Aws> {
  const dynamo =
    dynamoEndpoint === undefined ? await openDynamo(state.dynamo) : forwardDynamo(dynamoEndpoint);
  try {
    const cognito = await openCognito(state.cognito, clock);
    const secrets = new Secrets(state.secrets);
    const endpoint = await listenAws({
      AWSCognitoIdentityProviderService: createCognitoService(cognito),
      DynamoDB_20120810: createDynamoService(dynamo, await findFaultsBySub(cognito.findSub)),
      secretsmanager: (operation, input) => secrets.call(operation, input),
    });
    return {
      url: endpoint.url,
      pool: cognito.pool,
      secrets,
      async close() {
        await endpoint.close();
        await dynamo.close();
      },
    };
  } catch (error) {
    await dynamo.close();
    throw error;
  }
}

const createCognitoService =
  ({ call, readEmail }: Cognito): Service =>
  (operation, input) =>
    raiseCognitoFault(operation, input, readEmail) ?? call(operation, input);

const createDynamoService =
  (dynamo: Dynamo, faults: FaultsBySub): Service =>
  (operation, input, { request, response }) => {
    applyDynamoFault(operation, input, faults);
    dynamo.handle(request, Buffer.from(JSON.stringify(input)), response);
    return undefined;
  };
