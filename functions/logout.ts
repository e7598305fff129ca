import { endpoint, logoutParts } from './app.ts';
import { logout } from './core/logout.ts';

export const handler = endpoint('logout', logout, logoutParts);
