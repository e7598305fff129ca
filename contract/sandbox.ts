/**
 * The published test user. It exists in sandboxes only: the local one and a stage named `sandbox`
 * or `dev`.
 */
export const SANDBOX_USER = { username: 'test@example.com', password: 'ValidPass123!' } as const;
