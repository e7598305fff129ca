import { createLogoutHandler } from './wiring/sessions.ts';

export const handler = createLogoutHandler();
