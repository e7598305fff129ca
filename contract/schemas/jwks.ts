import * as z from 'zod/mini';

/** Success of `GET /auth/jwks`: a JWK Set (RFC 7517) of P-256 keys (RFC 7518, section 6.2). */
export const jwksResponse = z.object({
  keys: z.array(
    z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      use: z.literal('sig'),
      alg: z.literal('ES256'),
    }),
  ),
});

export type JwksResponse = z.output<typeof jwksResponse>;
