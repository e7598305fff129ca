import { createRefreshHandler } from './wiring/sessions.ts';

export const handler = createRefreshHandler();
