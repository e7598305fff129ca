import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { ROUTE_NAMES, routeOf } from '../../../../contract/routes/index.ts';
import { errorEnvelope } from '../../../../contract/schemas/index.ts';
import { createEvent, type Deployment } from './invoke.ts';
import { signToken } from './session.ts';

export function startUpSuite({ aws, bundles, invoke }: Deployment): void {
  test.each(ROUTE_NAMES)('%s returns an envelope', async (name) => {
    const token = await signToken(bundles, Date.now());
    const event = createEvent(name, { Authorization: `Bearer ${token}` });
    const { result, error } = await invoke(routeOf(name).function, event);
    expect(error).toBeUndefined();
    const { statusCode, body } = result as { statusCode: number; body: string };
    // Without their cookies, these are rejected before AWS is called.
    const isRejected = name === 'refresh' || name === 'challenge';
    expect({ name, statusCode }).toEqual({ name, statusCode: isRejected ? 400 : 500 });
    expect(z.parse(errorEnvelope, JSON.parse(body)).error.status).toBe(statusCode);
  });

  test('rotate-keys tries to read and write the first keyring, and fails with the error', async () => {
    expect((await invoke('rotate-keys', {})).error).toContain('ResourceNotFoundException');
    expect(aws.asked).toEqual(['GetSecretValue', 'PutSecretValue']);
  });

  test('custom-message reads the keys of the service, and fails without them', async () => {
    const event = {
      triggerSource: 'CustomMessage_SignUp',
      userName: 'user',
      request: {
        codeParameter: '{####}',
        userAttributes: { sub: 'user', email: 'jane@example.com' },
      },
      response: {},
    };
    const { error } = await invoke('custom-message', event);
    // Cognito passes this sentence on to its own caller.
    expect(error).toBe('Error: the mail could not be written');
    expect(aws.asked).toEqual(['GetSecretValue']);
  });
}
