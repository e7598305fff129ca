import { createAccountHandler } from './wiring/account.ts';

export const handler = createAccountHandler();
