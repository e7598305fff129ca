import { createSessionsHandler } from './wiring/sessions.ts';

export const handler = createSessionsHandler();
