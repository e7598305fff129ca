import { createRotateKeysHandler } from './wiring/rotate-keys.ts';

export const handler = createRotateKeysHandler();
