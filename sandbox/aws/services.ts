import type { Fault } from '../../scenarios/faults.ts';
import { canonicalUsername, faultUsername } from '../../scenarios/faults.ts';
import type { Clock } from '../clock.ts';
import { openLibrary } from '../cognito/library.ts';
import { seed } from '../cognito/seed.ts';
import { CognitoService, type Pool } from '../cognito/service.ts';
import { cognitoFault, dynamoFault, SESSION_FAULTS } from '../fault-proxy.ts';
import type { State } from '../state.ts';
import { type Dynamo, openDynamo } from './dynamo.ts';
import { type Endpoint, listenAws, type Service } from './endpoint.ts';
import { forwardDynamo } from './forward.ts';
import { Secrets } from './secrets.ts';

export interface Aws extends Endpoint {
  pool: Pool;
  secrets: Secrets;
}

/** The services of AWS that the product uses, behind one endpoint, the faults in front of them. */
export async function startAws(state: State, clock: Clock, dynamoEndpoint?: string): Promise<Aws> {
  const dynamo =
    dynamoEndpoint === undefined ? await openDynamo(state.dynamo) : forwardDynamo(dynamoEndpoint);
  try {
    const library = await openLibrary(state.cognito, clock);
    const pool = await seed(library);
    const cognito = new CognitoService(library, pool, clock, canonicalUsername);
    const secrets = new Secrets(state.secrets);
    const users = await library.pool(pool.id);
    const faults = new Map<unknown, Fault>();
    for (const fault of SESSION_FAULTS) {
      const user = await users.getUserByUsername(library.context, faultUsername(fault));
      faults.set(user?.Attributes.find(({ Name }) => Name === 'sub')?.Value, fault);
    }
    const endpoint = await listenAws({
      AWSCognitoIdentityProviderService: (operation, input) =>
        cognitoFault(operation, input) ?? cognito.call(operation, { ...input }),
      DynamoDB_20120810: dynamoService(dynamo, faults),
      secretsmanager: (operation, input) => secrets.call(operation, input),
    });
    return {
      url: endpoint.url,
      pool,
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

const dynamoService =
  (dynamo: Dynamo, faults: ReadonlyMap<unknown, Fault>): Service =>
  (operation, input, { request, response }) => {
    dynamoFault(operation, input, faults);
    dynamo.handle(request, Buffer.from(JSON.stringify(input)), response);
    return undefined;
  };
