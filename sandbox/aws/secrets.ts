import { randomUUID } from 'node:crypto';
import { readJson, writeAtomically } from '../state.ts';
import { AwsException } from './exception.ts';

interface SecretVersion {
  value: string;
  id: string;
  /** Seconds since the epoch. */
  created: number;
}

interface SecretInput {
  SecretId?: string;
  SecretString?: string;
  VersionStage?: string;
  VersionStages?: readonly string[];
  ClientRequestToken?: string;
}

const CURRENT = 'AWSCURRENT';

/** The operations of Secrets Manager that the service uses, over one JSON file. */
export class Secrets {
  readonly #file: string;
  /** By the name of the secret, then by the staging label. */
  readonly #versions: Map<string, Record<string, SecretVersion>>;

  constructor(file: string) {
    this.#file = file;
    this.#versions = new Map(
      Object.entries(readJson<Record<string, Record<string, SecretVersion>>>(file) ?? {}),
    );
  }

  get(id: string, stage = CURRENT): string | undefined {
    return this.#versions.get(id)?.[stage]?.value;
  }

  put(id: string, value: string, stage = CURRENT, version: string = randomUUID()): void {
    if (this.get(id, stage) === value) return;
    this.#versions.set(id, {
      ...this.#versions.get(id),
      [stage]: { value, id: version, created: Math.floor(Date.now() / 1_000) },
    });
    writeAtomically(this.#file, JSON.stringify(Object.fromEntries(this.#versions), null, 2));
  }

  /** @throws {AwsException} if the operation is unknown or the secret does not exist. */
  call(operation: string, input: SecretInput): object {
    const name = input.SecretId ?? '';
    const stage = input.VersionStages?.[0] ?? input.VersionStage ?? CURRENT;
    if (operation === 'PutSecretValue' && input.SecretString !== undefined) {
      this.put(name, input.SecretString, stage, input.ClientRequestToken);
    } else if (!['GetSecretValue', 'DescribeSecret'].includes(operation)) {
      throw new AwsException(
        'UnknownOperationException',
        `The sandbox does not support secretsmanager.${operation}`,
      );
    }
    const versions = this.#versions.get(name);
    if (versions === undefined) {
      throw new AwsException(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    const ARN = `arn:aws:secretsmanager:local:000000000000:secret:${name}`;
    if (operation === 'DescribeSecret') {
      const stages = Object.entries(versions).map(([label, { id }]) => [id, [label]]);
      return { ARN, Name: name, VersionIdsToStages: Object.fromEntries(stages) };
    }
    const version = versions[stage];
    if (version === undefined) {
      throw new AwsException(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
      );
    }
    return {
      ARN,
      Name: name,
      VersionId: version.id,
      VersionStages: [stage],
      CreatedDate: version.created,
      SecretString: version.value,
    };
  }
}
