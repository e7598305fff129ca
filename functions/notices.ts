import { createNoticesHandler } from './wiring/notices.ts';

export const handler = createNoticesHandler();
