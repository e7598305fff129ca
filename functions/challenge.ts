import { createChallengeHandler } from './wiring/challenge.ts';

export const handler = createChallengeHandler();
