import type { JwksResponse } from '../../../contract/schemas/index.ts';
import type { Reply } from '../use-case.ts';
import type { PublishedKeys } from './keys.ts';

/** Returns the public keys of session JWTs. */
export async function jwks({ keys }: { keys: PublishedKeys }): Promise<Reply> {
  return { body: { keys: await keys.all() } satisfies JwksResponse };
}
