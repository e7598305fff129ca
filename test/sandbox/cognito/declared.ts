/** The exceptions that the SDK declares for an operation, read from its own types. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(
  createRequire(import.meta.url).resolve('@aws-sdk/client-cognito-identity-provider/package.json'),
);
/** The base of all exceptions, not one of them. */
const BASE = 'CognitoIdentityProviderServiceException';

const known = new Map<string, ReadonlySet<string>>();

/** `@throws {@link …}` of the command's declaration. */
export function declaredBy(operation: string): ReadonlySet<string> {
  const cached = known.get(operation);
  if (cached) return cached;
  const file = join(root, 'dist-types', 'commands', `${operation}Command.d.ts`);
  const names = [...readFileSync(file, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== BASE);
  const declared = new Set(names);
  known.set(operation, declared);
  return declared;
}
