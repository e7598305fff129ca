import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { USE_TABLE_KEY } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** Returns the property of a construct that names the stage's own KMS key, if the stage has one. */
export const encryptWith = (
  scope: Construct,
  id: string,
  encryptionKeyArn: string | undefined,
): { encryptionKey?: IKey } =>
  encryptionKeyArn === undefined
    ? {}
    : { encryptionKey: Key.fromKeyArn(scope, `${id}Encryption`, encryptionKeyArn) };

/** Lets a function use an encrypted table: DynamoDB uses the key on behalf of its caller. */
export function grantTableKey(fn: AuthFunction, encryptionKeyArn: string | undefined): void {
  if (encryptionKeyArn === undefined) return;
  fn.allow(
    USE_TABLE_KEY,
    [encryptionKeyArn],
    {},
    {
      StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com*' },
    },
  );
}
