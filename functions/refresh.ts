import { endpoint, refreshParts } from './app.ts';
import { refresh } from './core/refresh.ts';

export const handler = endpoint('refresh', refresh, refreshParts);
