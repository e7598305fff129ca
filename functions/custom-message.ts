import { createCustomMessageHandler } from './wiring/custom-message.ts';

export const handler = createCustomMessageHandler();
