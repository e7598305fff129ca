import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { KEYRING, TIMEOUTS } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { ENCRYPT, ROTATION_ACTIONS } from '../permissions.ts';
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
    fn.allow(ROTATION_ACTIONS, [this.secretArn], { [this.#variable]: this.secretArn });
    if (this.#encryptionKeyArn !== undefined) fn.allow(ENCRYPT, [this.#encryptionKeyArn], {});
  }
}

/**
 * A handle on the keys of session JWTs, which everything that verifies one reads. `encryptionKeyArn`
 * is the setting of the stage.
 */
export class TokenKeys extends KeysSecret {
  constructor(secretArn: string, encryptionKeyArn?: string) {
    super('TOKEN_KEYS_SECRET_ID', { secretArn, encryptionKeyArn });
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
  readonly serviceKeys: ServiceKeys;
  readonly rotation: AuthFunction;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    const secrets = {
      Tokens: this.#createSecret('Tokens', 'keyring that signs session JWTs', config),
      Service: this.#createSecret('Service', 'keyring of the service itself', config),
    };
    this.tokenKeys = new TokenKeys(secrets.Tokens.ref, config.encryptionKeyArn);
    this.serviceKeys = new ServiceKeys(secrets.Service.ref, config.encryptionKeyArn);

    this.rotation = new AuthFunction(this, 'Rotation', {
      functionKey: 'rotate-keys',
      description: 'Chordian Auth: makes the first keys and rotates the keyrings',
      config,
      concurrency: config.concurrency?.['rotate-keys'],
    });
    this.tokenKeys.grantRotate(this.rotation);
    this.serviceKeys.grantRotate(this.rotation);

    const firstKeys = new Trigger(this, 'FirstKeys', {
      handler: this.rotation,
      // Longer than the time-out of the function, so that a failed deployment reports the
      // function's error and not a time-out.
      timeout: Duration.seconds(2 * TIMEOUTS.function),
      executeAfter: [this.rotation.role as Construct, ...Object.values(secrets)],
    });
    for (const [name, secret] of Object.entries(secrets)) {
      if (config.rotationSchedule) this.#schedule(name, secret, firstKeys);
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
