/**
 * The ordinary users of the sandbox, each with other groups, so that a client can try its roles.
 * They all have the password of the test user.
 */

import { TEST_USER } from '../contract/test-user.ts';

export interface ScenarioUser {
  username: string;
  password: string;
  groups: readonly string[];
}

const { password } = TEST_USER;

export const USERS: readonly ScenarioUser[] = [
  { ...TEST_USER, groups: ['members'] },
  { username: 'admin@example.com', password, groups: ['members', 'admins'] },
  { username: 'guest@example.com', password, groups: [] },
];
