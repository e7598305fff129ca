/** The option `--user` of `npm start`. */

import { canonicalUsername, findFault } from '../scenarios/faults.ts';
import { type ScenarioUser, USERS } from '../scenarios/users.ts';

const FORM = 'NAME:PASSWORD[:GROUP,GROUP]';
const EMAIL = /^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/;
/** AWS: API_CreateGroup, `GroupName`. A comma separates groups here. */
const GROUP = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/**
 * Reads a user. The groups follow the last colon, so a password that contains a colon needs one
 * after it.
 * @throws {Error} if the text does not have the form, or the name belongs to the sandbox.
 */
export function parseUser(text: string): ScenarioUser {
  const [name = '', ...rest] = text.split(':');
  const groups = rest.length > 1 ? (rest.pop() ?? '').split(',').filter((group) => group) : [];
  const username = name.toLowerCase();
  const password = rest.join(':');
  if (rest.length === 0 || password === '') {
    throw new Error(`--user must have the form ${FORM}, got "${text}"`);
  }
  if (!EMAIL.test(username)) {
    throw new Error(`The name in --user must be an e-mail address, got "${name}"`);
  }
  if (isReserved(username)) {
    throw new Error(`The sandbox has the user ${name} already. Choose another name for --user.`);
  }
  const invalid = groups.find((group) => !GROUP.test(group));
  if (invalid !== undefined) {
    throw new Error(
      `A group in --user must have 1 to 128 characters without spaces, got "${invalid}"`,
    );
  }
  return { username, password, groups };
}

/** Fault users and the test user exist on every domain. */
const isReserved = (username: string): boolean =>
  findFault(username) !== undefined ||
  USERS.some((user) => user.username === canonicalUsername(username));
