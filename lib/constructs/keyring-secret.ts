import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { KEYRING, TIMEOUTS } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { READ_SECRET, ROTATION_ACTIONS } from '../permissions.ts';
import { AuthFunction } from './auth-function.ts';

/** A handle on the keyring secret, which grants functions access to it. */
export class Keyring {
  readonly secretArn: string;

  constructor(secretArn: string) {
    this.secretArn = secretArn;
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(READ_SECRET, [this.secretArn], { KEYRING_SECRET_ID: this.secretArn });
  }

  grantRotate(fn: AuthFunction): void {
    fn.allow(ROTATION_ACTIONS, [this.secretArn], { KEYRING_SECRET_ID: this.secretArn });
  }
}

/**
 * The keyring secret and its rotation. The secret is created without a value. The rotation function
 * writes the first key during the deployment, and later keys on a schedule.
 */
export class RotatedKeyring extends Construct {
  readonly keyring: Keyring;
  readonly rotation: AuthFunction;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    // The secret has no initial value. CloudFormation would write that value again, over the keys
    // in use, whenever another property of the secret changes.
    const secret = new CfnSecret(this, 'Secret', {
      description: 'Chordian Auth: keyring that signs and encrypts sessions',
    });
    secret.applyRemovalPolicy(config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.keyring = new Keyring(secret.ref);

    this.rotation = new AuthFunction(this, 'Rotation', {
      functionKey: 'rotate-keys',
      description: 'Chordian Auth: makes the first key and rotates the keyring',
      config,
      concurrency: config.concurrency?.['rotate-keys'],
    });
    this.keyring.grantRotate(this.rotation);

    const firstKey = new Trigger(this, 'FirstKey', {
      handler: this.rotation,
      // Longer than the time-out of the function, so that a failed deployment reports the
      // function's error and not a time-out.
      timeout: Duration.seconds(2 * TIMEOUTS.function),
      executeAfter: [this.rotation.role as Construct, secret],
    });
    if (config.rotationSchedule) this.#schedule(secret, firstKey);
    else {
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason:
          'The setting "rotationSchedule" is false for this deployment, because an emulator may ' +
          'lack rotation schedules.',
      });
    }
  }

  #schedule(secret: CfnSecret, firstKey: Trigger): void {
    const permission = new CfnPermission(this, 'RotationPermission', {
      action: 'lambda:InvokeFunction',
      functionName: this.rotation.functionName,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.ref,
    });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.ref,
      rotationLambdaArn: this.rotation.functionArn,
      rotationRules: { automaticallyAfterDays: KEYRING.rotateAfterDays },
      // The deployment has just created the first key.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.addResourceDependency(permission);
    // Secrets Manager tests the rotation of a new schedule immediately, which needs a value.
    schedule.node.addDependency(firstKey);
  }
}
