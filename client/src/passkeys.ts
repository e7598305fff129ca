/**
 * Passkeys in a browser (Web Authentication Level 3). The JSON forms are converted here and not by
 * `parseCreationOptionsFromJSON` and `toJSON`: older browsers lack these, and `toJSON` fails on the
 * credentials of some password managers.
 */

import type { Routes } from './generated/contract.ts';
import type { Challenge } from './state.ts';

type Json = Readonly<Record<string, unknown>>;

/** What `auth.completePasskey` sends as `credential`. */
type CreatedPasskey = Routes['completePasskey']['input']['credential'];

/** What `auth.challenge` sends as `credential`. */
type UsedPasskey = NonNullable<Routes['challenge']['input']['credential']>;

export interface PasskeyOptions {
  /** Closes the dialog of the browser. */
  signal?: AbortSignal | undefined;
}

/** Whether the browser supports passkeys on this page. They need HTTPS, except on localhost. */
export const supportsPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

/**
 * Creates a passkey with the `options` of `auth.beginPasskey()`.
 * @throws {DOMException} `NotAllowedError` if the user or a time-out has ended it,
 * `InvalidStateError` if the device already has a passkey of the user.
 */
export async function createPasskey(
  options: Routes['beginPasskey']['output']['options'],
  { signal }: PasskeyOptions = {},
): Promise<CreatedPasskey> {
  const { challenge, user, excludeCredentials, ...rest } = options;
  const credential = (await navigator.credentials.create({
    publicKey: {
      ...rest,
      challenge: toBytes(challenge),
      user: { ...(user as Json), id: toBytes((user as Json).id) },
      excludeCredentials: toDescriptors(excludeCredentials),
    } as unknown as PublicKeyCredentialCreationOptions,
    ...(signal && { signal }),
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    ...describe(credential),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports?.(),
    },
  };
}

/**
 * Uses a passkey of the user, with the parameters of a challenge `WEB_AUTHN`. The user chooses it
 * in a dialog of the browser. Returns what `auth.challenge` sends as `credential`.
 * @throws {DOMException} `NotAllowedError` if the user or a time-out has ended it.
 */
export async function getPasskey(
  { options }: Challenge['parameters'],
  { signal }: PasskeyOptions = {},
): Promise<UsedPasskey> {
  const { challenge, allowCredentials, ...rest } = (options ?? {}) as Json;
  const credential = (await navigator.credentials.get({
    publicKey: {
      ...rest,
      challenge: toBytes(challenge),
      allowCredentials: toDescriptors(allowCredentials),
    } as unknown as PublicKeyCredentialRequestOptions,
    ...(signal && { signal }),
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    ...describe(credential),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle && toText(response.userHandle),
    },
  };
}

/** The members that the two kinds of credentials share. */
const describe = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: 'public-key' as const,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults() as Json,
});

const toDescriptors = (given: unknown): object[] =>
  ((given ?? []) as Json[]).map((each) => ({ ...each, id: toBytes(each.id) }));

const toBytes = (base64url: unknown): Uint8Array =>
  Uint8Array.from(atob(String(base64url).replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );

const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
