import { randomUUID } from 'node:crypto';
import { readJson, writeAtomically } from '../state.ts';
import { AwsException } from './exception.ts';

interface SecretVersion {
  value: string;
  id: string;
  /** Seconds since the epoch. */
  created: number;
}

/** The operations of Secrets Manager that the service uses, over one JSON file. */
export class Secrets {
  readonly #file: string;
  readonly #versions: Map<string, SecretVersion>;

  constructor(file: string) {
    this.#file = file;
    this.#versions = new Map(Object.entries(readJson<Record<string, SecretVersion>>(file) ?? {}));
  }

  get(id: string): string | undefined {
    return this.#versions.get(id)?.value;
  }

  put(id: string, value: string): void {
    if (this.get(id) === value) return;
    this.#versions.set(id, { value, id: randomUUID(), created: Math.floor(Date.now() / 1_000) });
    writeAtomically(this.#file, JSON.stringify(Object.fromEntries(this.#versions), null, 2));
  }

  /** @throws {AwsException} if the operation is unknown or the secret does not exist. */
  call(operation: string, input: { SecretId?: string; SecretString?: string }): object {
    const name = input.SecretId ?? '';
    if (operation === 'PutSecretValue' && input.SecretString !== undefined) {
      this.put(name, input.SecretString);
    } else if (!['GetSecretValue', 'DescribeSecret'].includes(operation)) {
      throw new AwsException(
        'UnknownOperationException',
        `The sandbox does not support secretsmanager.${operation}`,
      );
    }
    const version = this.#versions.get(name);
    if (version === undefined) {
      throw new AwsException(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    const ARN = `arn:aws:secretsmanager:local:000000000000:secret:${name}`;
    if (operation === 'DescribeSecret') {
      return { ARN, Name: name, VersionIdsToStages: { [version.id]: ['AWSCURRENT'] } };
    }
    return {
      ARN,
      Name: name,
      VersionId: version.id,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: version.created,
      SecretString: version.value,
    };
  }
}
