export type { CaptchaChallenge, SolveCaptcha } from './captcha.ts';
export type { User } from './claims.ts';
export { type AuthClient, type AuthClientOptions, createAuthClient } from './client.ts';
export { AuthError, type ErrorCode } from './errors.ts';
export type { Fetch } from './exchange.ts';
export type { Action, ErrorDetails, Routes } from './generated/contract.ts';
export type { CallOptions } from './methods.ts';
export type { AuthState, Challenge } from './state.ts';
