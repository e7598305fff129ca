import { createUserEventsHandler } from './wiring/revocation.ts';

export const handler = createUserEventsHandler();
