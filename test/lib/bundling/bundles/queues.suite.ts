import { expect, test } from '@jest/globals';
import { REVALIDATION_REQUEST } from '../../../../contract/revalidation-request.ts';
import { numberValue } from '../../../../functions/adapters/dynamodb/attribute-value.ts';
import type { Answers } from '../../../support/fake-aws.ts';
import type { Deployment } from './invoke.ts';
import { ROW } from './session.ts';

/** Creates the event with which a queue invokes a function for one message. */
const queueEvent = (message: object) => ({
  Records: [{ messageId: 'm1', body: JSON.stringify(message) }],
});

const MESSAGES = {
  revalidate: () => ({
    source: REVALIDATION_REQUEST.source,
    'detail-type': REVALIDATION_REQUEST.detailType,
    time: new Date().toISOString(),
    detail: { sub: 'user', sid: 'session' },
  }),
  'user-events': () => ({
    source: 'aws.cognito-idp',
    detail: {
      eventName: 'AdminDisableUser',
      // The session was signed in before.
      eventTime: new Date(Date.now() + 60_000).toISOString(),
      additionalEventData: { sub: 'user' },
    },
  }),
};
const NOTICE = { detail: { kind: 'password_changed', to: 'jane@example.com' } };
const ENDING = Object.entries(MESSAGES) as [keyof typeof MESSAGES, () => object][];
const FUNCTIONS = [...ENDING, ['notices', () => NOTICE] as const];

/** What AWS answers if the user of the session must not stay signed in. */
const REFUSED: Answers = {
  UpdateItem: () => ({ Attributes: { ...ROW, validation_number: numberValue(1) } }),
  Query: () => ({ Items: [ROW] }),
  AdminGetUser: () => ({ __type: 'UserNotFoundException', message: 'User does not exist.' }),
  AdminListGroupsForUser: () => ({
    __type: 'UserNotFoundException',
    message: 'User does not exist.',
  }),
  DeleteItem: () => ({}),
};

export function queuesSuite({ aws, invoke }: Deployment): void {
  test.each(FUNCTIONS)(
    '%s leaves its message in the queue if AWS refuses',
    async (name, create) => {
      const { result, error } = await invoke(name, queueEvent(create()));
      expect(result).toBeUndefined();
      expect(error).toBe('Error: message m1 was not processed');
      expect(aws.asked).not.toEqual([]);
    },
  );

  test.each(ENDING)('%s ends the session of a user who is gone', async (name, create) => {
    aws.answers = REFUSED;
    expect(await invoke(name, queueEvent(create()))).toEqual({});
    expect(aws.asked.filter((operation) => operation === 'DeleteItem')).toHaveLength(2);
  });

  test('revalidate asks Cognito with the credentials of its role', async () => {
    aws.answers = REFUSED;
    await invoke('revalidate', queueEvent(MESSAGES.revalidate()));
    expect(aws.actions).toContain('cognito-idp:AdminGetUser');
  });

  test('notices sends a mail with SES', async () => {
    aws.answers = { SendEmail: () => ({ MessageId: '1' }) };
    expect(await invoke('notices', queueEvent(NOTICE))).toEqual({});
    expect(aws.actions).toEqual(['ses:SendEmail']);
  });
}
