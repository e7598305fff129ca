import type { TokenAlgorithm } from '../algorithms.ts';
import {
  changeEmail,
  changePassword,
  confirmEmail,
  deleteAccount,
  getAccount,
  reauthenticate,
  updateAccount,
} from './account.ts';
import { captcha } from './captcha.ts';
import { challenge } from './challenge.ts';
import { jwks } from './jwks.ts';
import { disableTotp, enableTotp, getMfa, startTotp } from './mfa.ts';
import {
  beginPasskey,
  completePasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
} from './passkeys.ts';
import { passwordless } from './passwordless.ts';
import { forgotPassword, resetPassword } from './recovery.ts';
import { confirmSignUp, resendCode, signUp } from './registration.ts';
import { type HttpFunction, publicPathOf, type Route } from './route.ts';
import { login, logout, refresh, session } from './session.ts';
import { endOtherSessions, endSession, listSessions } from './sessions.ts';

export * from './route.ts';

/** Every route of the API, by name. */
export const ROUTES = {
  login,
  refresh,
  logout,
  session,
  captcha,
  jwks,
  challenge,
  listSessions,
  endSession,
  endOtherSessions,
  reauthenticate,
  changePassword,
  getAccount,
  updateAccount,
  deleteAccount,
  changeEmail,
  confirmEmail,
  signUp,
  confirmSignUp,
  resendCode,
  forgotPassword,
  resetPassword,
  passwordless,
  listPasskeys,
  beginPasskey,
  completePasskey,
  renamePasskey,
  removePasskey,
  getMfa,
  startTotp,
  enableTotp,
  disableTotp,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export const ROUTE_NAMES = Object.keys(ROUTES) as [RouteName, ...RouteName[]];

/** The functions that serve routes. */
export const HTTP_FUNCTIONS: readonly HttpFunction[] = [
  ...new Set(Object.values<Route>(ROUTES).map((route) => route.function)),
];

/** The names of the routes that a function serves. */
export type RoutesOf<F extends HttpFunction> = {
  [N in RouteName]: (typeof ROUTES)[N]['function'] extends F ? N : never;
}[RouteName];

/** Routes by name: {@link ROUTES}, or the routes of a test. */
export type RouteTable = Readonly<Record<string, Route>>;

/** The settings of a stage that decide which routes exist. */
export interface RouteSettings {
  /** What session JWTs are signed with. */
  algorithm: TokenAlgorithm;
  /** Whether anybody may create an account. */
  signUp: boolean;
  /** Whether people may sign in without a password. */
  passwordless: boolean;
  /** Whether users may have passkeys. */
  passkeys: boolean;
  /** Whether people may have second factors. */
  mfa: boolean;
}

/** Returns the routes that exist in a stage with these settings. */
export const routesWith = (settings: RouteSettings, routes: RouteTable = ROUTES): RouteTable =>
  Object.fromEntries(
    Object.entries(routes).filter(
      ([, { algorithm = settings.algorithm, setting }]) =>
        algorithm === settings.algorithm && (setting === undefined || settings[setting]),
    ),
  );

/** Returns the route of a name, widened to the type that all routes share. */
export const routeOf = (name: RouteName): Route => ROUTES[name];

/** Returns the path that a client calls, such as `/api/auth/login`. */
export const publicPath = (name: RouteName): string => publicPathOf(ROUTES[name]);
