import { createSessionHandler } from './wiring/sessions.ts';

export const handler = createSessionHandler();
