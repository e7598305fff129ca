/** The handlers over ports in memory, with the real keys, logs and metrics. */

import type { APIGatewayProxyResult } from 'aws-lambda';
import { cookieName } from '../../contract/cookies.ts';
import { serviceKeys, tokenKeys } from '../../functions/adapters/secrets/keys.ts';
import { deviceCookies } from '../../functions/core/devices/device-cookie.ts';
import { networkFingerprints } from '../../functions/core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../../functions/core/sessions/refresh-token.ts';
import { sealer } from '../../functions/core/sessions/sealer.ts';
import { audit, report } from '../../functions/http/observe.ts';
import { lambdaContext, restEvent } from '../../test/support/event.ts';
import { handlersOf } from '../../test/support/handlers.ts';
import { keyEntry, keyringOf, keyringSecret } from '../../test/support/keys.ts';
import { sessionJwts } from '../../test/support/session-jwts.ts';
import { AUDIENCE, ISSUER, signedIn, world } from '../../test/support/world.ts';
import { expectStatus, type Subject } from './subject.ts';

const clock = Date.now;
const secret = keyringSecret(async () => JSON.stringify(keyringOf(keyEntry('k1'))), clock);
const keys = serviceKeys({ secret, clock });
const jwts = sessionJwts({
  keys: tokenKeys({ secret, clock }),
  clock,
  issuer: ISSUER,
  audience: AUDIENCE,
});
const ports = {
  ...world({ start: new Date().toISOString() }),
  audit,
  report,
  jwts,
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  networks: networkFingerprints(keys),
  devices: deviceCookies({ keys, clock }),
};
const { login, refresh, session } = handlersOf(ports);
const { refreshToken, jwt } = await signedIn(ports);

const context = lambdaContext();
const body = JSON.stringify({ username: 'alice@example.com', password: 'correct horse battery' });
let cookie = `${cookieName('refresh', 'https')}=${refreshToken}`;

const cookieIn = ({ multiValueHeaders }: APIGatewayProxyResult): string =>
  String(multiValueHeaders?.['Set-Cookie']?.[0]).split(';')[0] ?? '';

export const subject: Subject = {
  async login() {
    expectStatus((await login(restEvent('login', { body }), context)).statusCode, 200);
  },
  async refresh() {
    const response = await refresh(restEvent('refresh', { cookies: [cookie] }), context);
    expectStatus(response.statusCode, 200);
    cookie = cookieIn(response);
  },
  async session() {
    const event = restEvent('session', { headers: { Authorization: `Bearer ${jwt}` } });
    expectStatus((await session(event, context)).statusCode, 200);
  },
  async verify() {
    await jwts.verify(jwt);
  },
};
