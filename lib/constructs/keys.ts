import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { KEYRING, TIMEOUTS } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { ENCRYPT, PUBLISH_ACTIONS, ROTATION_ACTIONS } from '../permissions.ts';
import { AuthFunction } from './auth-function.ts';
import { removalOf } from './removal.ts';
import { grantRead, type StoredSecret } from './stored-secret.ts';

/** A handle on the secret with one kind of keys, which grants functions access to it. */
class KeysSecret {
  readonly secretArn: string;
  readonly #encryptionKeyArn: string | undefined;
  readonly #variable: string;

  constructor(variable: string, { secretArn, encryptionKeyArn }: StoredSecret) {
    this.secretArn = secretArn;
    this.#encryptionKeyArn = encryptionKeyArn;
    this.#variable = variable;
  }

  grantUse(fn: AuthFunction): void {
    const encryptionKeyArn = this.#encryptionKeyArn;
    grantRead(
      fn,
      { secretArn: this.secretArn, encryptionKeyArn },
      { [this.#variable]: this.secretArn },
    );
  }

  grantRotate(fn: AuthFunction): void {
    this.#grantWrite(fn, ROTATION_ACTIONS);
  }

  /** Lets a function replace the value, without a rotation. */
  grantPublish(fn: AuthFunction): void {
    this.#grantWrite(fn, PUBLISH_ACTIONS);
  }

  /** Tells a function where the secret is. Another grant lets the function use it. */
  addVariable(fn: AuthFunction): void {
    fn.addVariables({ [this.#variable]: this.secretArn });
  }

  #grantWrite(fn: AuthFunction, actions: readonly string[]): void {
    fn.allow(actions, [this.secretArn], { [this.#variable]: this.secretArn });
    if (this.#encryptionKeyArn !== undefined) fn.allow(ENCRYPT, [this.#encryptionKeyArn], {});
  }
}

/**
 * A handle on the keys that verify session JWTs. With ES256 they are public keys. `encryptionKeyArn`
 * is the setting of the stage.
 */
export class TokenKeys extends KeysSecret {
  constructor(secretArn: string, encryptionKeyArn?: string) {
    super('TOKEN_KEYS_SECRET_ID', { secretArn, encryptionKeyArn });
  }
}

/** A handle on the keys that sign session JWTs. With HS256 they are in the secret of `TokenKeys`. */
export class SigningKeys extends KeysSecret {
  constructor(secretArn: string, encryptionKeyArn?: string) {
    super('SIGNING_KEYS_SECRET_ID', { secretArn, encryptionKeyArn });
  }
}

/** A handle on the keys that only the functions of the service itself read. */
export class ServiceKeys extends KeysSecret {
  constructor(secretArn: string, encryptionKeyArn?: string) {
    super('SERVICE_KEYS_SECRET_ID', { secretArn, encryptionKeyArn });
  }
}

/**
 * The secrets with keys and their rotation. They are created without a value. The rotation function
 * writes the first keys during the deployment, and later keys on a schedule.
 */
export class RotatedKeys extends Construct {
  readonly tokenKeys: TokenKeys;
  readonly signingKeys: SigningKeys;
  readonly serviceKeys: ServiceKeys;
  readonly rotation: AuthFunction;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    const secrets = this.#createSecrets(config);
    const { Tokens, Signing = Tokens, Service } = secrets;
    this.tokenKeys = new TokenKeys(Tokens.ref, config.encryptionKeyArn);
    this.signingKeys = new SigningKeys(Signing.ref, config.encryptionKeyArn);
    this.serviceKeys = new ServiceKeys(Service.ref, config.encryptionKeyArn);

    this.rotation = new AuthFunction(this, 'Rotation', {
      functionKey: 'rotate-keys',
      description: 'Chordian Auth: makes the first keys and rotates the keyrings',
      config,
      concurrency: config.concurrency?.['rotate-keys'],
    });
    this.rotation.addVariables({ TOKEN_ALGORITHM: config.tokens.algorithm ?? 'HS256' });
    this.signingKeys.grantRotate(this.rotation);
    if (secrets.Signing) this.tokenKeys.grantPublish(this.rotation);
    else this.tokenKeys.addVariable(this.rotation);
    this.serviceKeys.grantRotate(this.rotation);

    const firstKeys = new Trigger(this, 'FirstKeys', {
      handler: this.rotation,
      // Longer than the time-out of the function, so that a failed deployment reports the
      // function's error and not a time-out.
      timeout: Duration.seconds(2 * TIMEOUTS.function),
      executeAfter: [this.rotation.role as Construct, ...Object.values(secrets)],
    });
    for (const [name, secret] of Object.entries(secrets)) {
      if (secrets.Signing && secret === Tokens) {
        Validations.of(secret).acknowledge({
          id: 'AwsSolutions-SMG4',
          reason: 'It holds public keys, which the rotation of the private keys replaces.',
        });
      } else if (config.rotationSchedule) this.#schedule(name, secret, firstKeys);
      else {
        Validations.of(secret).acknowledge({
          id: 'AwsSolutions-SMG4',
          reason:
            'The setting "rotationSchedule" is false for this deployment, because an emulator ' +
            'may lack rotation schedules.',
        });
      }
    }
  }

  /** With ES256, `Tokens` holds the public keys and `Signing` holds the private keys. */
  #createSecrets(config: StageConfig): {
    Tokens: CfnSecret;
    Service: CfnSecret;
    Signing?: CfnSecret;
  } {
    const isPublic = config.tokens.algorithm === 'ES256';
    const purpose = isPublic ? 'public keys of session JWTs' : 'keyring that signs session JWTs';
    return {
      Tokens: this.#createSecret('Tokens', purpose, config),
      Service: this.#createSecret('Service', 'keyring of the service itself', config),
      ...(isPublic && {
        Signing: this.#createSecret('Signing', 'key pairs that sign session JWTs', config),
      }),
    };
  }

  #createSecret(name: string, description: string, config: StageConfig): CfnSecret {
    // The secret has no initial value. CloudFormation would write that value again, over the keys
    // in use, whenever another property of the secret changes.
    const secret = new CfnSecret(this, `${name}Secret`, {
      description: `Chordian Auth: ${description}`,
      ...(config.encryptionKeyArn !== undefined && { kmsKeyId: config.encryptionKeyArn }),
    });
    secret.applyRemovalPolicy(removalOf(config));
    return secret;
  }

  #schedule(name: string, secret: CfnSecret, firstKeys: Trigger): void {
    const permission = new CfnPermission(this, `${name}RotationPermission`, {
      action: 'lambda:InvokeFunction',
      functionName: this.rotation.functionName,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.ref,
    });
    const schedule = new CfnRotationSchedule(this, `${name}Schedule`, {
      secretId: secret.ref,
      rotationLambdaArn: this.rotation.functionArn,
      rotationRules: { automaticallyAfterDays: KEYRING.rotateAfterDays },
      // The deployment has just created the first key.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.addResourceDependency(permission);
    // Secrets Manager tests the rotation of a new schedule immediately, which needs a value.
    schedule.node.addDependency(firstKeys);
  }
}
