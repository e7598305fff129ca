export * from './challenge.ts';
export * from './envelope.ts';
export * from './session.ts';
export * from './sessions.ts';
