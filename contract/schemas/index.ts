export * from './account.ts';
export * from './envelope.ts';
export * from './session.ts';
export * from './sessions.ts';
