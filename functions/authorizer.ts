import { authorizer } from './app.ts';

export const handler = authorizer();
