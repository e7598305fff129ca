import { authorizer } from './wiring/index.ts';

export const handler = authorizer();
