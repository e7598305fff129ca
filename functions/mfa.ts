import { createMfaHandler } from './wiring/mfa.ts';

export const handler = createMfaHandler();
