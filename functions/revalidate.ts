import { createRevalidateHandler } from './wiring/revocation.ts';

export const handler = createRevalidateHandler();
