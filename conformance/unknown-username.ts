import { randomUUID } from 'node:crypto';

/** A new username that does not exist, so that no account is affected. */
export const unknownUsername = (): string => `conformance-${randomUUID()}@example.com`;
