import { createPasswordlessHandler } from './wiring/passwordless.ts';

export const handler = createPasswordlessHandler();
