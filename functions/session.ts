import { endpoint, readSessionParts } from './app.ts';
import { session } from './core/session.ts';

export const handler = endpoint('session', session, readSessionParts);
