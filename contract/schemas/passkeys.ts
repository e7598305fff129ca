/**
 * Bodies and parameters of the routes of passkeys. The credentials have the JSON forms of Web
 * Authentication Level 3, section 5.1, which browsers create with `toJSON()`.
 */

import * as z from 'zod/mini';
import { PASSKEYS, REQUEST } from '../limits.ts';
import { issues, jsonObject, text } from './fields.ts';

const base64url = text(REQUEST.bodyBytes).check(z.regex(/^[\w-]+$/, 'must be base64url'));

const credentialId = text(PASSKEYS.idLength).check(
  z.regex(/^[\w-]+$/, 'must be the ID of a passkey'),
);

/** What the two kinds of credentials share. */
const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key', { error: issues('"public-key"') }),
  authenticatorAttachment: z.optional(z.nullable(text(32))),
  clientExtensionResults: z.optional(z.record(z.string(), z.unknown(), jsonObject)),
};

const name = text(PASSKEYS.nameLength).check(
  z.refine((value) => value.trim() === value, 'must not begin or end with spaces'),
  z.refine((value) => !/\p{Cc}/u.test(value), 'must not contain control characters'),
);

/** `RegistrationResponseJSON` of Web Authentication. */
const registrationCredential = z.object(
  {
    ...credential,
    response: z.object(
      {
        clientDataJSON: base64url,
        attestationObject: base64url,
        transports: z.optional(z.array(text(32)).check(z.maxLength(16))),
      },
      jsonObject,
    ),
  },
  jsonObject,
);

/** `AuthenticationResponseJSON` of Web Authentication. */
export const assertionCredential = z.object(
  {
    ...credential,
    response: z.object(
      {
        clientDataJSON: base64url,
        authenticatorData: base64url,
        signature: base64url,
        userHandle: z.optional(z.nullable(base64url)),
      },
      jsonObject,
    ),
  },
  jsonObject,
);

export type AssertionCredential = z.output<typeof assertionCredential>;

export type RegistrationCredential = z.output<typeof registrationCredential>;

/** Path parameter of the routes of one passkey. */
export const passkeyParameters = z.object({ id: credentialId });

/** Body of `PUT /auth/passkeys/registration`. */
export const passkeyRegistrationRequest = z.object(
  {
    registration_token: text(REQUEST.bodyBytes),
    credential: registrationCredential,
    /** Defaults to the browser and the system of the request. */
    name: z.optional(name),
  },
  jsonObject,
);

/** Body of `PATCH /auth/passkeys/{id}`. */
export const passkeyNameRequest = z.object({ name }, jsonObject);

/**
 * Success of `POST /auth/passkeys/registration`. `options` is a
 * `PublicKeyCredentialCreationOptionsJSON` of Web Authentication.
 */
export const passkeyCreationResponse = z.object({
  options: z.record(z.string(), z.unknown()),
  registration_token: z.string(),
});

const listedPasskey = z.object({
  id: z.string(),
  name: z.string(),
  /** ISO 8601, in UTC. */
  created_at: z.iso.datetime(),
});

/** Success of `GET /auth/passkeys`. */
export const passkeysResponse = z.object({ passkeys: z.array(listedPasskey) });

export type PasskeyCreationResponse = z.output<typeof passkeyCreationResponse>;
export type PasskeysResponse = z.output<typeof passkeysResponse>;
