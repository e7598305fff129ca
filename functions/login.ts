import { endpoint, loginParts } from './app.ts';
import { login } from './core/login.ts';

export const handler = endpoint('login', login, loginParts);
