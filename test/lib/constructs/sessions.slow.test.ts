import { expect, test } from '@jest/globals';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import { findResources, synthesise } from '../synthesised.ts';

const NAMES = ['MAX_SESSIONS_PER_USER', 'SESSION_IDLE_AFTER'];

/** The variables of the settings by the start of the function's logical ID. */
function variablesOf(sessions: StageConfig['sessions']): Record<string, unknown> {
  const { service } = synthesise('dev', sessions ? { sessions } : {});
  return Object.fromEntries(
    Object.entries(findResources(service, 'AWS::Lambda::Function')).flatMap(
      ([id, { Properties }]) => {
        const all = (Properties.Environment as { Variables: Record<string, unknown> }).Variables;
        const own = Object.entries(all).filter(([name]) => NAMES.includes(name));
        return own.length > 0 ? [[id.replace(/[0-9A-F]{8}$/, ''), Object.fromEntries(own)]] : [];
      },
    ),
  );
}

test('a stage has no limit of sessions and no idle time-out by default', () => {
  expect(variablesOf(undefined)).toEqual({});
});

test('each function receives the settings that it applies', () => {
  const idle = { SESSION_IDLE_AFTER: '86400' };
  expect(variablesOf({ maxPerUser: 5, idleAfter: 86_400 })).toEqual({
    Login: { MAX_SESSIONS_PER_USER: '5' },
    Challenge: { MAX_SESSIONS_PER_USER: '5' },
    Refresh: idle,
    Session: idle,
    Sessions: idle,
    Account: idle,
    Mfa: idle,
  });
});
