/**
 * The published test user. It exists in sandboxes only: the local one and a stage named `sandbox`
 * or `dev`.
 */
export const TEST_USER = { username: 'test@example.com', password: 'ValidPass123!' } as const;
