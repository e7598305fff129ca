import { createRecoveryHandler } from './wiring/recovery.ts';

export const handler = createRecoveryHandler();
