/** How long tokens and sessions of a client live. Source: API_CreateUserPoolClient. */

import type { TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider';
import type { ClientRecord } from '../state/records.ts';

const SECONDS: Record<TimeUnitsType, number> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

/** Seconds. */
export const accessTokenLifetime = ({ client }: ClientRecord): number =>
  (client.AccessTokenValidity ?? 1) * SECONDS[client.TokenValidityUnits?.AccessToken ?? 'hours'];

/** Seconds. */
export const idTokenLifetime = ({ client }: ClientRecord): number =>
  (client.IdTokenValidity ?? 1) * SECONDS[client.TokenValidityUnits?.IdToken ?? 'hours'];

/** Seconds. Zero means the default of 30 days. */
export const refreshTokenLifetime = ({ client }: ClientRecord): number =>
  (client.RefreshTokenValidity || 30) * SECONDS[client.TokenValidityUnits?.RefreshToken ?? 'days'];

/** Milliseconds of one step of a sign-in; it is also how long its code lives. */
export const sessionLifetimeMs = ({ client }: ClientRecord): number =>
  (client.AuthSessionValidity ?? 3) * 60_000;
