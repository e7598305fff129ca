/**
 * The algorithms that can sign session JWTs. A stage chooses one, and its keys fit no other (RFC
 * 8725, section 3.1).
 */
export const TOKEN_ALGORITHMS = ['HS256', 'ES256'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];
