/** Management events, as EventBridge gets them from CloudTrail. */

import { describe, expect, test } from '@jest/globals';
import type { ManagementEvent } from '../../../sandbox/cognito/events.ts';
import {
  JANE,
  MINUTE,
  OTHER_PASSWORD,
  PASSWORD,
  tokensOf,
  type WorldOptions,
  world,
} from './kit.ts';

async function watched(options: WorldOptions = {}) {
  const events: ManagementEvent[] = [];
  const each = await world({ onEvent: (event) => events.push(event), ...options });
  const sub = await each.addUser();
  each.advance(options.eventDelayMs ?? 0);
  events.length = 0;
  return { ...each, sub, events };
}

describe('a management event', () => {
  test('has the form of CloudTrail, hides the user’s name and carries the sub', async () => {
    const { sdk, of, events, sub, poolId, advance } = await watched();
    await sdk.adminDisableUser(of(JANE));
    advance(0);
    expect(events).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.cognito-idp',
        account: '000000000000',
        time: '2026-01-01T00:00:00Z',
        region: 'us-east-1',
        resources: [],
        detail: expect.objectContaining({
          eventName: 'AdminDisableUser',
          eventSource: 'cognito-idp.amazonaws.com',
          eventTime: '2026-01-01T00:00:00Z',
          requestParameters: {
            userPoolId: poolId,
            username: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          },
          additionalEventData: { sub },
          readOnly: false,
          managementEvent: true,
        }),
      },
    ]);
    expect(events[0]?.detail).not.toHaveProperty('errorCode');
  });

  test('arrives after the delay, with the time of the call', async () => {
    const { sdk, of, events, advance } = await watched({ eventDelayMs: 5 * MINUTE });
    await sdk.adminDisableUser(of(JANE));
    advance(5 * MINUTE - 1);
    expect(events).toEqual([]);
    advance(1);
    expect(events).toHaveLength(1);
    expect(events[0]?.detail.eventTime).toBe('2026-01-01T00:05:00Z');
  });

  test('says what failed', async () => {
    const { sdk, of, events, advance } = await watched();
    await expect(sdk.adminDisableUser(of('nobody@example.com'))).rejects.toThrow();
    advance(0);
    expect(events).toMatchObject([
      { detail: { errorCode: 'UserNotFoundException', errorMessage: 'User does not exist.' } },
    ]);
    expect(events[0]?.detail).not.toHaveProperty('additionalEventData');
  });

  test('comes of writing operations only, and never shows a secret', async () => {
    const { sdk, of, events, advance, signIn } = await watched();
    const { AccessToken } = tokensOf(await signIn());
    await sdk.getUser({ AccessToken });
    await sdk.adminGetUser(of(JANE));
    advance(0);
    expect(events.map(({ detail }) => detail.eventName)).toEqual(['InitiateAuth']);
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
    expect(JSON.stringify(events)).not.toContain(JANE);
  });

  test('names the pool and the user of the users’ own calls', async () => {
    const { sdk, named, events, advance, signIn, lastCode, sub, poolId } = await watched();
    await sdk.forgotPassword(named(JANE));
    await sdk.confirmForgotPassword({
      ...named(JANE),
      ConfirmationCode: lastCode(),
      Password: OTHER_PASSWORD,
    });
    const { AccessToken } = tokensOf(await signIn(JANE, OTHER_PASSWORD));
    await sdk.changePassword({
      AccessToken,
      PreviousPassword: OTHER_PASSWORD,
      ProposedPassword: PASSWORD,
    });
    await sdk.globalSignOut({ AccessToken });
    const again = tokensOf(await signIn());
    await sdk.deleteUser({ AccessToken: again.AccessToken });
    advance(0);
    const names = ['ConfirmForgotPassword', 'ChangePassword', 'GlobalSignOut', 'DeleteUser'];
    const own = events.filter(({ detail }) => names.includes(detail.eventName));
    expect(own.map(({ detail }) => detail.eventName)).toEqual(names);
    for (const { detail } of own) {
      expect(detail.requestParameters.userPoolId).toBe(poolId);
      expect(detail.additionalEventData).toEqual({ sub });
    }
  });

  test.each([
    ['AdminDeleteUser', { eventOfDeletion: 'with sub' }, true],
    ['AdminDeleteUser', { eventOfDeletion: 'without sub' }, false],
    ['AdminAddUserToGroup', { eventOfGroup: 'with sub' }, true],
    ['AdminAddUserToGroup', { eventOfGroup: 'without sub' }, false],
  ] as const)('%s names the user by the switch %p', async (name, switches, hasSub) => {
    const { sdk, of, events, advance, poolId, sub } = await watched({ switches });
    if (name === 'AdminDeleteUser') await sdk.adminDeleteUser(of(JANE));
    else {
      await sdk.createGroup({ UserPoolId: poolId, GroupName: 'members' });
      await sdk.adminAddUserToGroup({ ...of(JANE), GroupName: 'members' });
    }
    advance(0);
    const event = events.find(({ detail }) => detail.eventName === name);
    expect(event?.detail.additionalEventData).toEqual(hasSub ? { sub } : undefined);
  });
});
