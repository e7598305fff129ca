import { SecretValue, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ORIGIN_SECRET_HEADER } from '../../contract/edge.ts';
import type { StageConfig } from '../config/stage-config.ts';
import type { AuthFunction } from './auth-function.ts';
import { encryptWith } from './encryption-key.ts';
import { removalOf } from './removal.ts';
import { grantRead } from './stored-secret.ts';

/** The source from which the functions take a client's IP address. */
export class ClientAddress {
  /** ARN of the secret that your CDN must send. Undefined if API Gateway supplies the address. */
  readonly originSecretArn: string | undefined;
  readonly #encryptionKeyArn: string | undefined;

  constructor(originSecretArn?: string, encryptionKeyArn?: string) {
    this.originSecretArn = originSecretArn;
    this.#encryptionKeyArn = encryptionKeyArn;
  }

  /** Creates the secret that proves that a request came through your CDN. */
  static createForCloudFront(
    scope: Construct,
    id: string,
    { retainData, encryptionKeyArn }: Pick<StageConfig, 'retainData' | 'encryptionKeyArn'>,
  ): ClientAddress {
    const secret = new Secret(scope, id, {
      description: `Chordian Auth: value that the CDN sends in ${ORIGIN_SECRET_HEADER}`,
      generateSecretString: { excludePunctuation: true, passwordLength: 43 },
      removalPolicy: removalOf({ retainData }),
      ...encryptWith(scope, id, encryptionKeyArn),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The configuration of the CDN contains the same value. A deployment changes both, so a ' +
        'schedule must not change one of them.',
    });
    return new ClientAddress(secret.secretArn, encryptionKeyArn);
  }

  grantUse(fn: AuthFunction): void {
    if (this.originSecretArn === undefined) fn.addVariables({ CLIENT_IP: 'gateway' });
    else {
      const secret = {
        secretArn: this.originSecretArn,
        encryptionKeyArn: this.#encryptionKeyArn,
      };
      grantRead(fn, secret, {
        CLIENT_IP: 'cloudfront',
        ORIGIN_SECRET_ID: this.originSecretArn,
      });
    }
  }
}

/** The value of the origin secret, which CloudFormation reads. No template contains it. */
export const resolveOriginSecret = (secretArn: string): string =>
  SecretValue.secretsManager(secretArn).unsafeUnwrap();
