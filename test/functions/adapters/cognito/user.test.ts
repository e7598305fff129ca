import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { CLAIMS } from '../../../../contract/limits.ts';
import { idToken, signInOutput } from '../../../support/cognito.ts';
import { mockCognito, PASSWORD, USERNAME } from './mock-cognito.ts';

async function signInWith(claims: Record<string, unknown>) {
  const { mock, signIn } = mockCognito();
  mock.on(InitiateAuthCommand).resolves(signInOutput({ IdToken: idToken(claims) }));
  const outcome = await signIn(USERNAME, PASSWORD);
  if ('challenge' in outcome) throw new Error('not signed in');
  return outcome.user;
}

test('the email is null if the token has none', () =>
  expect(signInWith({ email: undefined })).resolves.toMatchObject({ email: null }));

test('the email is null if it is too long, because a cut address could be someone else’s', () => {
  const email = `${'a'.repeat(CLAIMS.emailLength)}@example.com`;
  return expect(signInWith({ email })).resolves.toMatchObject({ email: null });
});

test('the groups are empty if the token has none', () =>
  expect(signInWith({ 'cognito:groups': undefined })).resolves.toMatchObject({ groups: [] }));

test('the groups are limited to what fits into our JWT', async () => {
  const { groups } = await signInWith({
    'cognito:groups': Array.from({ length: 500 }, (_, index) => `group-${index}-"ü"`),
  });
  expect(groups.length).toBeGreaterThan(50);
  expect(Buffer.byteLength(JSON.stringify(groups)) - 1).toBeLessThanOrEqual(CLAIMS.groupsBytes);
  expect(groups[0]).toBe('group-0-"ü"');
});
