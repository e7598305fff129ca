import { PASSKEYS } from '../../contract/limits.ts';
import { duration } from '../.vitepress/facts.ts';
import { RECENT_PROOF, type RouteProse } from './prose.ts';

const ID = '8LApgk4-lNUFHbhm2w6Und7-uxcc8coJGsPxiogvHoI';

export const listPasskeys: RouteProse = {
  summary: 'List the passkeys of the user',
  notes: 'The IDs are those of the credentials in the browser.',
  setsCookie: false,
  response: {
    passkeys: [{ id: ID, name: 'Firefox on Windows', created_at: '2026-01-02T09:30:00Z' }],
  },
};

export const beginPasskey: RouteProse = {
  summary: 'Begin the registration of a passkey',
  notes:
    `${RECENT_PROOF}Give \`options\` to \`navigator.credentials.create()\`, after ` +
    '`PublicKeyCredential.parseCreationOptionsFromJSON()`. Send the result within ' +
    `${duration(PASSKEYS.registration)} with \`PUT\`, in the same session. A user may have ` +
    `${PASSKEYS.perUser} passkeys.`,
  setsCookie: false,
  response: {
    options: {
      challenge: 'V3x0bG9uZyByYW5kb20gY2hhbGxlbmdlIGluIGJhc2U2NA',
      rp: { id: 'example.com', name: 'example.com' },
      user: { id: 'M2YxYzJhNGU', name: 'test@example.com', displayName: 'test@example.com' },
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    },
    registration_token: 'k1.Zm9vYmFy.c2VhbGVk.dGFn',
  },
};

export const completePasskey: RouteProse = {
  summary: 'Complete the registration of a passkey',
  notes:
    `${RECENT_PROOF}\`credential\` is the \`toJSON()\` of what the browser returned. The user gets a ` +
    'notice by mail. After a failure with status 5xx the passkey may have been added: load the list.',
  success: 'The passkey can be used to sign in',
  setsCookie: false,
  body: {
    registration_token: 'k1.Zm9vYmFy.c2VhbGVk.dGFn',
    credential: {
      id: ID,
      rawId: ID,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0',
        attestationObject: 'o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YQ',
        transports: ['internal'],
      },
    },
    name: 'My laptop',
  },
};

export const renamePasskey: RouteProse = {
  summary: 'Rename a passkey',
  notes: 'Names are for the user only.',
  success: 'The passkey has the new name',
  setsCookie: false,
  body: { name: 'My old laptop' },
};

export const removePasskey: RouteProse = {
  summary: 'Remove a passkey',
  notes:
    `${RECENT_PROOF}The user gets a notice by mail. The browser keeps its part, which no longer ` +
    'signs in. The answer is the same if there is no such passkey.',
  success: 'The passkey cannot be used any more',
  setsCookie: false,
};
