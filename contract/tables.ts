/** Names of the attributes that both the stacks and the functions use. */
export const TABLES = {
  /**
   * All sessions of a user are in one partition, so that a consistent query finds them. An index
   * would be eventually consistent.
   */
  sessions: { partitionKey: 'sub', sortKey: 'sid', ttl: 'expires_at' },
  attempts: { partitionKey: 'id', ttl: 'expires_at' },
} as const;
