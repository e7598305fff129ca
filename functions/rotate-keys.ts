import { rotateKeysHandler } from './wiring/keys.ts';

export const handler = rotateKeysHandler();
