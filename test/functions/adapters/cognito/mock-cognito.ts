import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoChallengeAnswers } from '../../../../functions/adapters/cognito/challenge-answers.ts';
import { cognitoRevalidation } from '../../../../functions/adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../../../../functions/adapters/cognito/revocation.ts';
import { cognitoSignIn } from '../../../../functions/adapters/cognito/sign-in.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../../../support/cognito.ts';

const TIMEOUT_MS = 60_000;

export const USERNAME = 'test@example.com';
export const PASSWORD = 'ValidPass123!';

/** The user in the ID token of `signInOutput`. */
export const USER = {
  sub: '5e9c1a2b-1111-4222-8333-444455556666',
  username: 'real-username',
  email: 'test@example.com',
  groups: ['staff'],
};

/** Returns the Cognito adapters over a mock of the SDK client. */
export function mockCognito({ clientSecret = async () => CLIENT_SECRET } = {}) {
  const client = new CognitoIdentityProviderClient({});
  const reported: unknown[] = [];
  const cognito = { client, clientId: CLIENT_ID, clientSecret };
  return {
    mock: mockClient(client),
    reported,
    ...cognitoSignIn(cognito, TIMEOUT_MS),
    ...cognitoChallengeAnswers(cognito, TIMEOUT_MS, (error) => void reported.push(error)),
    ...cognitoRevalidation(cognito, TIMEOUT_MS),
    ...cognitoRevocation(cognito, TIMEOUT_MS),
  };
}
