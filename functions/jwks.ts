import { createJwksHandler } from './wiring/jwks.ts';

export const handler = createJwksHandler();
