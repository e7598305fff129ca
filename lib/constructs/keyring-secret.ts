import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { KEYRING, TIMEOUTS } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { READ_SECRET, ROTATION_ACTIONS } from '../permissions.ts';
import { AuthFunction } from './auth-function.ts';

/** The keyring secret as its readers see it. */
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
 * The keyring secret itself: made empty, given its first key by the rotation function, rotated on a
 * schedule.
 */
export class RotatedKeyring extends Construct {
  readonly keyring: Keyring;
  readonly rotation: AuthFunction;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    // No initial value: CloudFormation would write it again with any later change of the secret's
    // properties, over the keys in use.
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
      // Longer than the function's own, so that a deployment that fails here says what the function
      // said.
      timeout: Duration.seconds(2 * TIMEOUTS.function),
      executeAfter: [this.rotation.role as Construct, secret],
    });
    if (config.rotationSchedule) this.#schedule(secret, firstKey);
    else {
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason:
          'The schedule is switched off for this deployment (rotationSchedule), for an emulator without one.',
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
      // The first key is as fresh as can be.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.addResourceDependency(permission);
    // Secrets Manager tries a new schedule out at once, which needs a value to try.
    schedule.node.addDependency(firstKey);
  }
}
