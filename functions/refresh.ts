import { refresh } from './core/sessions/refresh.ts';
import { endpoint, refreshParts } from './wiring/index.ts';

export const handler = endpoint('refresh', refresh, refreshParts);
