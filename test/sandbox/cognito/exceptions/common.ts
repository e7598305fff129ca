/** The exceptions that all operations of a kind have in common. */

import { OPERATIONS, type OperationName } from '../../../../sandbox/cognito/operations/index.ts';
import { declaredBy } from '../declared.ts';
import { JANE, world } from '../kit.ts';
import { MAILS, mailWorld } from './mails.ts';
import {
  ABOUT_USER,
  ADMIN,
  FILLED,
  NAMES,
  type Provoke,
  PUBLIC,
  send,
  type Table,
  TOKEN,
} from './operations.ts';
import { LEGACY, signedIn } from './scenes.ts';

export function common(): Table {
  const table: Table = Object.fromEntries(NAMES.map((name) => [name, {}]));
  const add = (names: readonly string[], exception: string, provoke: (name: string) => Provoke) => {
    for (const name of names) {
      if (!declaredBy(name).has(exception)) continue;
      table[name] = { ...table[name], [exception]: provoke(name) };
    }
  };
  add(NAMES, 'InvalidParameterException', (name) => async () => send(await world(), name, {}));
  add(NAMES, 'TooManyRequestsException', (name) => async () => {
    const { quota = 'UserRead' } = OPERATIONS[name as OperationName];
    const category = quota === 'passkeys' ? 'UserResourceUpdate' : quota;
    // The world itself makes one pool and one client.
    const each = await world({ requestsPerSecond: { [category]: 1 } });
    await send(each, name, {}).catch(() => {});
    return send(each, name, {});
  });
  add(
    TOKEN,
    'NotAuthorizedException',
    (name) => async () => send(await world(), name, { ...FILLED, AccessToken: 'garbage' }),
  );
  add(TOKEN, 'UserNotFoundException', (name) => async () => {
    const each = await signedIn();
    await each.sdk.adminDeleteUser(each.of(JANE));
    return send(each, name, { ...FILLED, AccessToken: each.AccessToken });
  });
  add(TOKEN, 'PasswordResetRequiredException', (name) => async () => {
    const each = await signedIn();
    await each.sdk.adminResetUserPassword(each.of(JANE));
    return send(each, name, { ...FILLED, AccessToken: each.AccessToken });
  });
  add(PUBLIC, 'ResourceNotFoundException', (name) => async () => send(await world(), name, FILLED));
  add(PUBLIC, 'NotAuthorizedException', (name) => async () => {
    const each = await world();
    return send(each, name, { ...FILLED, ClientId: each.clientId });
  });
  add(PUBLIC, 'UserNotFoundException', (name) => async () => {
    const each = await world({ ...LEGACY, client: { ...LEGACY.client, GenerateSecret: false } });
    return send(each, name, { ...FILLED, ClientId: each.clientId });
  });
  add(
    ADMIN,
    'ResourceNotFoundException',
    (name) => async () => send(await world(), name, { ...FILLED, UserPoolId: 'us-east-1_unknown' }),
  );
  add(ABOUT_USER, 'UserNotFoundException', (name) => async () => {
    const each = await world();
    return send(each, name, { ...FILLED, UserPoolId: each.poolId, MessageAction: 'RESEND' });
  });
  for (const [name, message] of Object.entries(MAILS)) {
    add(
      [name],
      'CodeDeliveryFailureException',
      () => async () =>
        message(await mailWorld({ onMail: () => Promise.reject(new Error('no mail server')) })),
    );
    add(
      [name],
      'UserLambdaValidationException',
      () => async () =>
        message(
          await mailWorld({
            customMessage: () => {
              throw new Error('no template');
            },
          }),
        ),
    );
    add(
      [name],
      'InvalidLambdaResponseException',
      () => async () => message(await mailWorld({ customMessage: () => 'nonsense' })),
    );
    add([name], 'UnexpectedLambdaException', () => async () => {
      const each = await mailWorld({
        customMessage: () => {
          setImmediate(() => each.advance(5_000));
          return new Promise(() => {});
        },
      });
      return message(each);
    });
  }
  return table;
}
