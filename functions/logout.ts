import { logout } from './core/sessions/logout.ts';
import { endpoint, logoutParts } from './wiring/index.ts';

export const handler = endpoint('logout', logout, logoutParts);
