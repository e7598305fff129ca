import { createPasskeysHandler } from './wiring/passkeys.ts';

export const handler = createPasskeysHandler();
