import { DECRYPT, READ_SECRET } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** A secret, and the customer-managed KMS key that encrypts it. Without one, AWS's own key does. */
export interface StoredSecret {
  secretArn: string;
  encryptionKeyArn?: string | undefined;
}

/** Lets a function read a secret, and gives it the variables with which it finds the secret. */
export function grantRead(
  fn: AuthFunction,
  { secretArn, encryptionKeyArn }: StoredSecret,
  variables: Readonly<Record<string, string>>,
): void {
  fn.allow(READ_SECRET, [secretArn], variables);
  if (encryptionKeyArn !== undefined) fn.allow(DECRYPT, [encryptionKeyArn], {});
}
