import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { READ_SECRET } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** Where a client's address is believed to come from. */
export class ClientAddress {
  /** What one's own CDN must send; none where the gateway's own word is taken. */
  readonly originSecretArn: string | undefined;

  constructor(originSecretArn?: string) {
    this.originSecretArn = originSecretArn;
  }

  /** Makes the secret that tells our own CDN from anyone else who sends its headers. */
  static behindCloudFront(
    scope: Construct,
    id: string,
    { retainData }: { retainData: boolean },
  ): ClientAddress {
    const secret = new Secret(scope, id, {
      description: 'Chordian Auth: what the CDN sends in X-Origin-Secret',
      generateSecretString: { excludePunctuation: true, passwordLength: 43 },
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The CDN’s configuration holds the same value: it changes by a deployment of both, not on a schedule.',
    });
    return new ClientAddress(secret.secretArn);
  }

  grantUse(fn: AuthFunction): void {
    if (this.originSecretArn === undefined) fn.provide({ CLIENT_IP: 'gateway' });
    else {
      fn.allow(READ_SECRET, [this.originSecretArn], {
        CLIENT_IP: 'cloudfront',
        ORIGIN_SECRET_ID: this.originSecretArn,
      });
    }
  }
}
