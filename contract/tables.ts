/** Attribute names that both the tables' definition and their reader must agree on. */
export const TABLES = {
  /**
   * All sessions of a user are one partition: ending them all is a consistent query and not an
   * index.
   */
  sessions: { partitionKey: 'sub', sortKey: 'sid', ttl: 'expires_at' },
  attempts: { partitionKey: 'id', ttl: 'expires_at' },
} as const;
