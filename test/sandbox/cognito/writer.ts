/** Creates users until it is killed, and prints each name once it is answered. */

import { createCognito } from '../../../sandbox/cognito/cognito.ts';

const cognito = createCognito({ directory: process.argv[2] });
const { UserPool } = await cognito.handle('CreateUserPool', { PoolName: 'writer' });
console.log(UserPool?.Id);
for (let count = 0; ; count += 1) {
  const Username = `user-${count}`;
  await cognito.handle('AdminCreateUser', { UserPoolId: UserPool?.Id, Username });
  console.log(Username);
}
