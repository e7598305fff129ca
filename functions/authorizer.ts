import { createAuthorizerHandler } from './wiring/sessions.ts';

export const handler = createAuthorizerHandler();
