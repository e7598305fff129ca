/** `npm run rotate-client-secret`: replaces the secret of the app client while it is in use. */

import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { KEYRING } from '../contract/limits.ts';
import { rotatedLabel } from '../functions/adapters/secrets/secret.ts';
import { runCommand } from './frame/command.ts';
import { awsDeployment, DEPLOYMENT_OPTIONS, type Deployment } from './frame/deployment.ts';
import { SANDBOX_OPTIONS, withSandbox } from './frame/sandbox.ts';

await runCommand({
  script: 'rotate-client-secret',
  summary:
    'Replaces the secret of the app client. Nobody is signed out. ' +
    'Works on the sandbox unless --stack is given.',
  options: {
    finish: { description: 'Delete the old secret, once no function has it in its cache.' },
    stack: DEPLOYMENT_OPTIONS.stack,
    ...SANDBOX_OPTIONS,
  },
  examples: [
    {
      args: '--stack ChordianAuth-prod-Foundation',
      does: 'on AWS, adds a second secret, which the functions use from now on',
    },
    {
      args: '--finish --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, deletes the old secret',
    },
    { args: '--state-dir .sandbox', does: 'in the sandbox' },
  ],
  async run({ finish, stack, 'state-dir': stateDir }) {
    const step = finish ? finishRotation : startRotation;
    const use = async (deployment: Deployment) => step(await openClient(deployment));
    return stack === undefined ? withSandbox(stateDir, use) : use(awsDeployment({ stack }));
  },
});

interface Secret {
  id: string;
  /** Milliseconds since the epoch. */
  created: number;
}

interface Client {
  /** The secrets that Cognito accepts, the oldest first. */
  secrets: readonly Secret[];
  /** The id of the one that the functions use, if this command has stored it. */
  stored: string | undefined;
  add(): Promise<{ id: string; value: string }>;
  store(id: string, value: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** The shell command that removes a secret. */
  removal(id: string): string;
}

/** Cognito's id of a client secret is also the id of its version in Secrets Manager. */
async function openClient({ cognito, secrets, ...deployment }: Deployment): Promise<Client> {
  const { id: ClientId, secret: SecretId } = await deployment.appClient();
  const label = rotatedLabel(ClientId);
  const client = { UserPoolId: await deployment.userPoolId(), ClientId };
  const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand(client));
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  return {
    secrets: ClientSecrets.map(({ ClientSecretId = '', ClientSecretCreateDate }) => ({
      id: ClientSecretId,
      // Without a date it counts as new, and so as one that the functions may not have yet.
      created: ClientSecretCreateDate?.getTime() ?? Date.now(),
    })).toSorted((a, b) => a.created - b.created),
    stored: Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes(label))?.[0],
    async add() {
      const command = new AddUserPoolClientSecretCommand(client);
      const { ClientSecretDescriptor: added } = await cognito.send(command);
      const { ClientSecretId: id, ClientSecretValue: value } = added ?? {};
      if (!id || !value) throw new Error('Cognito answered without a client secret.');
      return { id, value };
    },
    async store(id, value) {
      const version = { ClientRequestToken: id, SecretString: value, VersionStages: [label] };
      await secrets.send(new PutSecretValueCommand({ SecretId, ...version }));
    },
    async remove(id) {
      await cognito.send(new DeleteUserPoolClientSecretCommand({ ...client, ClientSecretId: id }));
    },
    removal: (id) =>
      `aws cognito-idp delete-user-pool-client-secret --user-pool-id ${client.UserPoolId} ` +
      `--client-id ${ClientId} --client-secret-id ${id}`,
  };
}

/**
 * When no function uses the old secret any more. A new value is stored soon after it was made, and
 * is then in all caches.
 */
function replacedAt({ created }: Secret): number {
  return created + KEYRING.activateAfter * 1_000;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

async function startRotation(client: Client): Promise<string> {
  const [, second] = client.secrets;
  if (second !== undefined) {
    if (client.stored === second.id) {
      throw new Error(
        `A rotation is in progress. Finish it with --finish, after ${timeOf(replacedAt(second))}.`,
      );
    }
    throw new Error(
      `The app client has a second secret, ${second.id}, that this command has not stored. If ` +
        `nothing else uses it, delete it, then start again: ${client.removal(second.id)}`,
    );
  }
  const { id, value } = await client.add();
  // A failure leaves the second secret: whether it was stored is known only at the next call.
  await client.store(id, value);
  const until = timeOf(replacedAt({ id, created: Date.now() }));
  return `The functions change over to the secret ${id}. Run this with --finish after ${until}`;
}

async function finishRotation({ secrets, stored, remove }: Client): Promise<string> {
  const current = secrets.find(({ id }) => id === stored);
  if (current === undefined) {
    throw new Error('No rotation has been started. Start one: call this without --finish.');
  }
  const [old] = secrets.filter(({ id }) => id !== stored);
  if (old === undefined) return `${current.id} is the only secret already`;
  if (Date.now() < replacedAt(current)) {
    throw new Error(
      `Functions may still use the old secret. Finish after ${timeOf(replacedAt(current))}.`,
    );
  }
  await remove(old.id);
  return `${old.id} deleted; ${current.id} is the only secret`;
}
