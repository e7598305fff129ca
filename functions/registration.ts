import { createRegistrationHandler } from './wiring/registration.ts';

export const handler = createRegistrationHandler();
