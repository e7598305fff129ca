import { expect, test } from '@jest/globals';
import {
  ENDING_USER_EVENTS,
  MARKING_USER_EVENTS,
  type UserEvent,
  userEvent,
} from '../../../../contract/user-events.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { applyUserEvent } from '../../../../functions/core/revocation/apply-user-event.ts';
import { catchCode } from '../../../support/failure.ts';
import { signedIn, USER, type World, world } from '../../../support/world.ts';

const MINUTE = 60;

/** Applies an event of the user, which happened so many seconds ago. */
const apply = (
  ports: World,
  eventName: UserEvent['eventName'],
  { ago = 0, ...change }: Partial<UserEvent> & { ago?: number } = {},
) =>
  applyUserEvent(ports, {
    eventName,
    eventTime: new Date(ports.clock() - ago * 1_000).toISOString(),
    eventID: 'event-1',
    additionalEventData: { sub: USER.sub },
    ...change,
  });
const rowOf = (ports: World) => ports.sessions.rows().find(({ sid }) => sid === 'session-1');
const sidsOf = (ports: World) => ports.sessions.rows().map(({ sid }) => sid);

/** A user who signed in so many seconds ago. */
async function signedInAgo(seconds: number) {
  const ports = world();
  await signedIn(ports);
  ports.clock.advance(seconds);
  return ports;
}
/** Does something between the reading of the sessions and the first change. */
function afterListing(ports: World, act: () => Promise<unknown>) {
  const { listLive } = ports.validations;
  ports.validations.listLive = async (...args) => {
    const listed = await listLive(...args);
    await act();
    return listed;
  };
}

test.each(ENDING_USER_EVENTS)('%s ends all sessions of the user, with the tokens', async (name) => {
  const ports = world();
  await signedIn(ports);
  await signedIn(ports, { sid: 'session-2' });
  await signedIn(ports, { sub: 'another', sid: 'session-3' });
  ports.clock.advance(MINUTE);
  await apply(ports, name);
  expect(sidsOf(ports)).toEqual(['session-3']);
  expect(ports.sessions.upstreams()).toHaveLength(1);
  expect(ports.events).toEqual([`session_ended: ${name}`, `session_ended: ${name}`]);
  expect(ports.requested).toEqual([]);
});

test.each(MARKING_USER_EVENTS)(
  '%s marks the sessions of the user, and requests their confirmation',
  async (name) => {
    const ports = await signedInAgo(MINUTE);
    await apply(ports, name);
    expect(rowOf(ports)).toMatchObject({ user: USER, validation: { number: 1, mark: 1 } });
    expect(ports.events).toEqual([`session_marked: ${name}`]);
    expect(ports.requested).toEqual([{ sub: USER.sub, sid: 'session-1' }]);
  },
);

test.each([
  ['6 s before', false, 6],
  ['5 s before', true, 5],
  ['at the time of', true, 0],
  ['30 s after', true, -30],
])('a session with a sign-in %s a late event: lives on is %s', async (_, lives, before) => {
  const ports = await signedInAgo(10 * MINUTE);
  await apply(ports, 'AdminDisableUser', { ago: 10 * MINUTE - before });
  expect(rowOf(ports) !== undefined).toBe(lives);
  // What lives on is confirmed again.
  expect(rowOf(ports)?.validation?.mark).toBe(lives ? 1 : undefined);
});

test('a session that began after a password reset lives on', async () => {
  const ports = await signedInAgo(MINUTE);
  const resetAt = ports.clock.seconds();
  ports.clock.advance(20);
  await signedIn(ports, { sid: 'after-reset' });
  ports.clock.advance(10 * MINUTE);
  await apply(ports, 'ConfirmForgotPassword', { ago: ports.clock.seconds() - resetAt });
  expect(sidsOf(ports)).toEqual(['after-reset']);
});

test('a session that began after the user was enabled again lives on', async () => {
  const ports = await signedInAgo(MINUTE);
  const disabledAt = ports.clock.seconds();
  ports.clock.advance(2 * MINUTE);
  await signedIn(ports, { sid: 'after-enable' });
  ports.clock.advance(15 * MINUTE);
  await apply(ports, 'AdminDisableUser', { ago: ports.clock.seconds() - disabledAt });
  expect(sidsOf(ports)).toEqual(['after-enable']);
});

test('a session that a call of our own kept has a later sign-in and lives on', async () => {
  const ports = await signedInAgo(MINUTE);
  const changedAt = ports.clock.seconds();
  await signedIn(ports, { sid: 'other-device', authenticatedAt: changedAt - MINUTE });
  await signedIn(ports, { authenticatedAt: changedAt + 1 });
  ports.clock.advance(5 * MINUTE);
  await apply(ports, 'ChangePassword', { ago: 5 * MINUTE });
  expect(sidsOf(ports)).toEqual(['session-1']);
});

test('a session whose sign-in is renewed after the reading lives on', async () => {
  const ports = await signedInAgo(MINUTE);
  afterListing(ports, () => signedIn(ports, { authenticatedAt: ports.clock.seconds() }));
  await apply(ports, 'ChangePassword');
  expect(rowOf(ports)).toMatchObject({ validation: { mark: 1 } });
});

test('a session that ends after the reading is not created again', async () => {
  const ports = await signedInAgo(MINUTE);
  afterListing(ports, () => ports.sessions.end({ sub: USER.sub, sid: 'session-1' }));
  await apply(ports, 'AdminDisableUser');
  await signedIn(ports);
  await apply(ports, 'AdminRemoveUserFromGroup');
  expect(ports.sessions.rows()).toEqual([]);
  expect(ports.events).toEqual([]);
});

test('an event that is applied twice has the same result', async () => {
  const ports = await signedInAgo(MINUTE);
  await signedIn(ports, { sid: 'younger' });
  await apply(ports, 'AdminDisableUser');
  await apply(ports, 'AdminDisableUser');
  expect(sidsOf(ports)).toEqual(['younger']);
});

test.each(['AccessDenied', 'UserNotFoundException', 'TooManyRequestsException'])(
  'a call that failed with %s changes nothing',
  async (errorCode) => {
    const ports = await signedInAgo(MINUTE);
    const before = rowOf(ports);
    await apply(ports, 'AdminDisableUser', { errorCode });
    await apply(ports, 'AdminRemoveUserFromGroup', { errorCode });
    expect(rowOf(ports)).toEqual(before);
    expect(ports.events).toEqual([]);
  },
);

test.each([undefined, {}, { sub: '' }])(
  'an event without a user (%j) is counted and changes nothing',
  async (additionalEventData) => {
    const ports = await signedInAgo(MINUTE);
    const before = rowOf(ports);
    await apply(ports, 'AdminDeleteUser', { additionalEventData });
    expect(rowOf(ports)).toEqual(before);
    expect(ports.audits).toEqual([
      { event: 'user_event_without_user', fields: { name: 'AdminDeleteUser', id: 'event-1' } },
    ]);
  },
);

test('an event of a user without sessions changes nothing', async () => {
  const ports = world();
  await apply(ports, 'AdminDisableUser');
  await apply(ports, 'AdminRemoveUserFromGroup');
  expect(ports.sessions.rows()).toEqual([]);
  expect(ports.events).toEqual([]);
});

test('an outage of the bus does not fail the event', async () => {
  const ports = await signedInAgo(MINUTE);
  ports.requests.send = async () => {
    throw new Error('outage');
  };
  await apply(ports, 'AdminAddUserToGroup');
  expect(rowOf(ports)?.validation?.mark).toBe(1);
  expect(ports.reported).toEqual([new Error('outage')]);
});

test('a failure of the database is thrown, so that the queue repeats the event', async () => {
  const ports = await signedInAgo(MINUTE);
  ports.validations.endOlder = async () => {
    throw new AuthError('INTERNAL_ERROR');
  };
  await expect(catchCode(apply(ports, 'AdminDisableUser'))).resolves.toBe('INTERNAL_ERROR');
});

test('RevokeToken ends no session: the service calls it itself', () => {
  const detail = { eventName: 'RevokeToken', eventTime: '2026-03-01T12:00:00Z' };
  expect(userEvent.safeParse({ detail }).success).toBe(false);
});
