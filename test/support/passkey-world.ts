/** People with software authenticators, over the fake of Cognito. */

import { expect } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { TokenResponse } from '../../contract/schemas/index.ts';
import type { CognitoOptions } from '../../sandbox/cognito/options.ts';
import { type AuthenticatorOptions, authenticator } from '../sandbox/cognito/authenticator.ts';
import { HOST } from './event.ts';
import {
  type Answer,
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
  PASSWORD,
} from './mail-door-world.ts';

export const JANE = 'jane@example.com';
export const MALLORY = 'mallory@example.com';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

type PasskeyRoute =
  | 'listPasskeys'
  | 'beginPasskey'
  | 'completePasskey'
  | 'renamePasskey'
  | 'removePasskey';

/** What a registration begins with. */
export interface Begun {
  options: { challenge: string; rp: { id: string } };
  registration_token: string;
}

export type Device = ReturnType<typeof authenticator>;

/** An authenticator whose browser shows a page of the API's own origin. */
export const newDevice = (options: AuthenticatorOptions = {}): Device =>
  authenticator({ origin: `https://${HOST}`, ...options });

export type Person = Awaited<ReturnType<typeof signIn>>;

/** Builds a world of two users, in which Jane has just signed in with her password. */
export async function passkeyWorld(
  cognito: Pick<CognitoOptions, 'switches'> = {},
): Promise<{ world: MailDoorWorld; person: Person }> {
  const world = await mailDoorWorld({ cognito });
  for (const name of [JANE, MALLORY]) await world.addUser(name);
  return { world, person: await signIn(world, JANE) };
}

/** Signs a user in with the password. */
export const signIn = async (world: MailDoorWorld, username: string) =>
  personWith(world, username, await world.logIn(username, PASSWORD));

function personWith(world: MailDoorWorld, username: string, { status, text }: Answer) {
  expect([status, text]).toEqual([200, expect.any(String)]);
  const { token } = JSON.parse(text) as TokenResponse;
  const call = (
    route: PasskeyRoute,
    body?: object,
    { parameters }: { parameters?: Record<string, string> } = {},
  ): Promise<Answer> =>
    world.call(route, body as Readonly<Record<string, unknown>>, {
      headers: { Authorization: `Bearer ${token}`, 'User-Agent': FIREFOX },
      ...(parameters && { parameters }),
    });
  return {
    token,
    sub: subIn(token),
    call,
    complete: ({ options, registration_token }: Begun, device: Device, name?: string) =>
      call('completePasskey', {
        registration_token,
        credential: device.register(options.challenge),
        ...(name !== undefined && { name }),
      }),
    /** Signs in again with the password and the code of an authenticator app. */
    async withBothFactors(secret: string) {
      // Cognito takes no code twice, and the app was switched on with one.
      world.clock.advance(30);
      const browser: Browser = {};
      const challenge_token = nextToken(await world.logIn(username, PASSWORD, { browser }));
      const totp = new TOTP({ secret: Secret.fromBase32(secret) });
      const code = totp.generate({ timestamp: world.clock() });
      return personWith(
        world,
        username,
        await world.call('challenge', { challenge_token, code }, { browser }),
      );
    },
  };
}

/** The token of the step that an error asks for, or that it names once more. */
export const nextToken = ({ error }: Answer): string =>
  (error?.details.challenge as { token: string } | undefined)?.token ?? '';

const subIn = (jwt: string): string =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }).sub;

export async function beginRegistration({ call }: Pick<Person, 'call'>): Promise<Begun> {
  const { status, text } = await call('beginPasskey');
  expect(status).toBe(200);
  return JSON.parse(text) as Begun;
}

/** Registers a passkey of a new authenticator. */
export async function addPasskey(
  person: Pick<Person, 'call' | 'complete'>,
  { name }: { name?: string } = {},
): Promise<{ device: Device; answer: Answer }> {
  const device = newDevice();
  const begun = await beginRegistration(person);
  return { device, answer: await person.complete(begun, device, name) };
}
