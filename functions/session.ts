import { session } from './core/sessions/session.ts';
import { endpoint, readSessionParts } from './wiring/index.ts';

export const handler = endpoint('session', session, readSessionParts);
