export * from './account.ts';
export * from './challenge.ts';
export * from './delivery.ts';
export * from './envelope.ts';
export * from './mail-door.ts';
export * from './passwordless.ts';
export * from './session.ts';
export * from './sessions.ts';
