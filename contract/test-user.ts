/**
 * The published test user. It exists only in the local sandbox and in stages whose settings allow
 * it.
 */
export const TEST_USER = { username: 'test@example.com', password: 'ValidPass123!' } as const;
