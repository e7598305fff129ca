import { badRequest } from '../error.ts';
import type { Attributes } from './sign-up-identity.ts';

/** @throws {AuthError|BAD_REQUEST} if users of this stage may not set one of the attributes. */
export function checkAttributes(attributes: Attributes, allowed: readonly string[]): void {
  const other = Object.keys(attributes).find((name) => !allowed.includes(name));
  if (other === undefined) return;
  throw badRequest(`attributes.${other}`, 'must be an attribute that users may set');
}
