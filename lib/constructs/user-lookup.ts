import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { listPoolActions } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** The ID and ARN of a user pool, and the permissions of functions on its users. */
export class UserLookup {
  readonly pool: Pick<IUserPool, 'userPoolArn' | 'userPoolId'>;

  constructor(pool: Pick<IUserPool, 'userPoolArn' | 'userPoolId'>) {
    this.pool = pool;
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(listPoolActions(fn), [this.pool.userPoolArn], { USER_POOL_ID: this.pool.userPoolId });
  }
}
