import type {
  ListUsersCommandInput,
  ListUsersCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { requirePool } from '../pools/pools.ts';
import { invalidParameter } from '../refusals.ts';
import type { UserRecord } from '../state/records.ts';
import { describeUser } from '../users/describe.ts';

/** API_ListUsers, `Filter`: `name = "value"` or `name ^= "prefix"`. */
const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

function filterOf(filter: string | undefined): (user: UserRecord) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (operator === undefined) throw invalidParameter('Error while parsing filter string.');
  const value = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const own = valueIn(user, name);
    return own !== undefined && (operator === '=' ? own === value : own.startsWith(value));
  };
}

function valueIn(user: UserRecord, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'sub') return user.sub;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}

export const listUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>()({
  authorization: 'iam',
  quota: 'UserList',
  writes: false,
  required: ['UserPoolId'],
  run(call, { UserPoolId, Limit, PaginationToken, Filter }) {
    const pool = requirePool(call, UserPoolId);
    const matches = filterOf(Filter);
    const users = call.store
      .all('users')
      .filter((user) => user.poolId === pool.id && matches(user));
    const { items, next } = page(users, Limit ?? 60, PaginationToken);
    return {
      Users: items.map(describeUser),
      ...(next === undefined ? {} : { PaginationToken: next }),
    };
  },
});
