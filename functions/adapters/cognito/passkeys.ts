import {
  CompleteWebAuthnRegistrationCommand,
  type CompleteWebAuthnRegistrationCommandInput,
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import { PASSKEYS } from '../../../contract/limits.ts';
import type { RegistrationCredential } from '../../../contract/schemas/index.ts';
import type { OwnPasskeys } from '../../core/passkeys/own-passkeys.ts';
import { type Cognito, callCognito, callForOutcome, invalidResponse } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { REJECTED_USER } from './rejected-user.ts';
import { time } from './time.ts';

/** What exceptions mean to each operation. */
export const PASSKEY_OVERRIDES = {
  list: REJECTED_USER,
  begin: { ...REJECTED_USER, LimitExceededException: 'CONFLICT' },
  complete: {
    ...REJECTED_USER,
    InvalidParameterException: 'PASSKEY_REJECTED',
    LimitExceededException: 'CONFLICT',
    WebAuthnChallengeNotFoundException: 'INVALID_CHALLENGE',
    WebAuthnClientMismatchException: 'PASSKEY_REJECTED',
    WebAuthnCredentialNotSupportedException: 'PASSKEY_REJECTED',
    WebAuthnOriginNotAllowedException: 'PASSKEY_REJECTED',
    WebAuthnRelyingPartyMismatchException: 'PASSKEY_REJECTED',
  },
  remove: REJECTED_USER,
} as const satisfies Record<string, Overrides>;

const listed = z.object({
  Credentials: z._default(
    z.array(
      z.object({ CredentialId: z.string(), FriendlyCredentialName: z.string(), CreatedAt: time }),
    ),
    [],
  ),
});
const started = z.object({ CredentialCreationOptions: z.looseObject({ challenge: z.string() }) });

/**
 * Changes passkeys with the operations of Cognito that take an access token. They need no IAM
 * permission and can concern no other user.
 * @param timeoutMs limit of each call in milliseconds
 */
export function cognitoPasskeys(
  { client }: Pick<Cognito, 'client'>,
  timeoutMs: number,
): OwnPasskeys {
  const optionsOf = (operation: keyof typeof PASSKEY_OVERRIDES, AccessToken: string) => ({
    timeoutMs,
    overrides: PASSKEY_OVERRIDES[operation],
    secrets: [AccessToken],
  });

  return {
    async list(AccessToken) {
      const command = new ListWebAuthnCredentialsCommand({
        AccessToken,
        MaxResults: PASSKEYS.perUser,
      });
      const output = await callCognito(optionsOf('list', AccessToken), (options) =>
        client.send(command, options),
      );
      const parsed = z.safeParse(listed, output);
      if (!parsed.success) throw invalidResponse('a malformed list of passkeys');
      return parsed.data.Credentials.map(({ CredentialId, FriendlyCredentialName, CreatedAt }) => ({
        id: CredentialId,
        name: FriendlyCredentialName,
        createdAt: CreatedAt,
      }));
    },

    async begin(AccessToken) {
      const command = new StartWebAuthnRegistrationCommand({ AccessToken });
      const output = await callCognito(optionsOf('begin', AccessToken), (options) =>
        client.send(command, options),
      );
      const parsed = z.safeParse(started, output);
      if (!parsed.success) throw invalidResponse('malformed options of a passkey');
      return parsed.data.CredentialCreationOptions;
    },

    async complete(AccessToken, credential) {
      const Credential = toDocument(credential);
      const command = new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential });
      await callCognito(optionsOf('complete', AccessToken), (options) =>
        client.send(command, options),
      );
    },

    async remove(AccessToken, CredentialId) {
      const command = new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId });
      const call = { ...optionsOf('remove', AccessToken), outcomes: NOT_FOUND };
      await callForOutcome<void>(call, async (options) => {
        await client.send(command, options);
      });
    },
  };
}

/** The response of a removal may have been lost, so that the passkey is gone at the next call. */
const NOT_FOUND = { ResourceNotFoundException: undefined };

/** Web Authentication demands the results of extensions, which may be empty. */
const toDocument = ({ clientExtensionResults = {}, ...credential }: RegistrationCredential) =>
  ({
    ...credential,
    clientExtensionResults,
  }) as object as CompleteWebAuthnRegistrationCommandInput['Credential'];
