import { expect, test } from '@jest/globals';
import { createBundlingOptions } from '../../../lib/bundling/bundling.ts';

// Windows has other shell commands, and every system has `node`.
test('the command after bundling needs node and no shell command', () => {
  const { commandHooks } = createBundlingOptions('login');
  const commands = commandHooks?.afterBundling('in', 'out') ?? [];
  expect(commands).toEqual([expect.stringMatching(/^node "[^"]+\.js" "[^"]+" "[^"]+"$/)]);
});
