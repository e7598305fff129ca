import { login } from './core/login/login.ts';
import { endpoint, loginParts } from './wiring/index.ts';

export const handler = endpoint('login', login, loginParts);
