import { createLoginHandler } from './wiring/login.ts';

export const handler = createLoginHandler();
