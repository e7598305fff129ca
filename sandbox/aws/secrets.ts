import { randomUUID } from 'node:crypto';
import { AwsException } from '../cognito/exception.ts';
import { readJson, writeAtomically } from '../state.ts';

interface Version {
  value: string;
  id: string;
  created: number;
}

/** The part of Secrets Manager that the service needs, in one file. */
export class Secrets {
  readonly #file: string;
  readonly #secrets: Map<string, Version>;

  constructor(file: string) {
    this.#file = file;
    this.#secrets = new Map(Object.entries(readJson<Record<string, Version>>(file) ?? {}));
  }

  get(id: string): string | undefined {
    return this.#secrets.get(id)?.value;
  }

  put(id: string, value: string): void {
    if (this.get(id) === value) return;
    this.#secrets.set(id, { value, id: randomUUID(), created: Math.floor(Date.now() / 1_000) });
    writeAtomically(this.#file, JSON.stringify(Object.fromEntries(this.#secrets), null, 2));
  }

  /** @throws {AwsException} */
  call(operation: string, input: { SecretId?: string; SecretString?: string }): object {
    const name = input.SecretId ?? '';
    if (operation === 'PutSecretValue' && input.SecretString !== undefined) {
      this.put(name, input.SecretString);
    } else if (operation !== 'GetSecretValue') {
      throw new AwsException(
        'UnknownOperationException',
        `${operation} is not part of the sandbox`,
      );
    }
    const version = this.#secrets.get(name);
    if (version === undefined) {
      throw new AwsException(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    const described = {
      ARN: `arn:aws:secretsmanager:local:000000000000:secret:${name}`,
      Name: name,
      VersionId: version.id,
    };
    return {
      ...described,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: version.created,
      SecretString: version.value,
    };
  }
}
