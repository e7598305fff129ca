/** `npm run retire-key`: retires a leaked key at once. */

import { secretVersions } from '../functions/adapters/secrets/keyring-versions.ts';
import { retireKeys } from '../functions/core/keys/retire-keys.ts';
import { runCommand } from './frame/command.ts';
import {
  awsDeployment,
  DEPLOYMENT_OPTIONS,
  type Deployment,
  KEYS_SECRETS,
  type KeysSecretName,
} from './frame/deployment.ts';
import { SANDBOX_OPTIONS, withSandbox } from './frame/sandbox.ts';
import { UsageError } from './frame/usage.ts';

const EXAMPLE_KID = 'AGkkCkAXq3v0V2nTz1c5yQ7d';

await runCommand({
  script: 'retire-key',
  summary:
    'Retires a leaked key at once: it neither signs nor verifies, and a new key signs. ' +
    'Works on the sandbox unless --stack is given.',
  options: {
    kid: { value: 'KID', description: '`kid` of the key, as in the header of a JWT.' },
    all: {
      value: 'SECRET',
      description: `Everything in a secret, if its text leaked: ${KEYS_SECRETS.join(' or ')}.`,
    },
    stack: DEPLOYMENT_OPTIONS.stack,
    ...SANDBOX_OPTIONS,
  },
  examples: [
    { args: '--all tokens', does: 'in the sandbox, all keys of session JWTs' },
    {
      args: `--kid ${EXAMPLE_KID} --stack ChordianAuth-prod-Foundation`,
      does: 'on AWS, one key of either secret',
    },
    {
      args: '--all service --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, all keys of the service, which signs all users out',
    },
  ],
  async run({ kid, all, stack, 'state-dir': stateDir }) {
    const target = readTarget(kid, all);
    const retire = (deployment: Deployment) => retireIn(deployment, target);
    return stack === undefined ? withSandbox(stateDir, retire) : retire(awsDeployment({ stack }));
  },
});

type Target = { kid: string } | { all: KeysSecretName };

function readTarget(kid: string | undefined, all: string | undefined): Target {
  if (kid !== undefined && all === undefined) return { kid };
  const secret = KEYS_SECRETS.find((name) => name === all);
  if (secret !== undefined && kid === undefined) return { all: secret };
  if (all !== undefined && kid === undefined) {
    throw new UsageError(`--all must be ${KEYS_SECRETS.join(' or ')}, got "${all}".`);
  }
  throw new UsageError('Name the key by --kid, or its secret by --all.');
}

/** @returns what was retired, and which key signs now. */
async function retireIn(deployment: Deployment, target: Target): Promise<string> {
  const names = 'all' in target ? [target.all] : KEYS_SECRETS;
  const kid = 'kid' in target ? target.kid : undefined;
  for (const name of names) {
    const versions = secretVersions(deployment.secrets, await deployment.keysSecret(name));
    const next = await retireKeys({ versions, clock: Date.now }, kid);
    if (next === undefined) continue;
    return `${kid ?? 'All keys'} of the secret ${name} retired; ${next} signs now`;
  }
  throw new Error(`No secret contains the key ${kid}. Check --kid, or use --all.`);
}
