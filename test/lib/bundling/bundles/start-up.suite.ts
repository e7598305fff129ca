import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { routeOf } from '../../../../contract/routes/index.ts';
import { errorEnvelope } from '../../../../contract/schemas/index.ts';
import { DEFAULT_ROUTE_NAMES } from '../../service-template.ts';
import { createEvent, type Deployment } from './invoke.ts';
import { signToken } from './session.ts';

export function startUpSuite({ aws, bundles, invoke }: Deployment): void {
  test.each([...DEFAULT_ROUTE_NAMES, 'jwks'] as const)('%s returns an envelope', async (name) => {
    const token = await signToken(bundles, Date.now());
    const event = createEvent(name, { Authorization: `Bearer ${token}` });
    const { result, error } = await invoke(routeOf(name).function, event);
    expect(error).toBeUndefined();
    const { statusCode, body } = result as { statusCode: number; body: string };
    // A refresh without a cookie is rejected before AWS is called.
    expect({ name, statusCode }).toEqual({ name, statusCode: name === 'refresh' ? 400 : 500 });
    expect(z.parse(errorEnvelope, JSON.parse(body)).error.status).toBe(statusCode);
  });

  test('rotate-keys tries to read and write the first keyring, and fails with the error', async () => {
    expect((await invoke('rotate-keys', {})).error).toContain('ResourceNotFoundException');
    expect(aws.asked).toEqual(['GetSecretValue', 'PutSecretValue']);
  });
}
