import { describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../contract/errors/index.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { canRun, type Language, runIn } from './languages.ts';
import { startStubApi } from './stub-api.ts';

const resolvePath = (path: string): string => new URL(path, import.meta.url).pathname;

const CLIENTS: Readonly<Record<Language, string>> = {
  TypeScript: new URL('./run-client.ts', import.meta.url).pathname,
  Python: resolvePath('../../docs/samples/client.py'),
  Java: resolvePath('../../docs/samples/Client.java'),
  curl: resolvePath('../../docs/samples/client.sh'),
};

describe.each(Object.entries(CLIENTS) as [Language, string][])(
  'the %s client',
  (language, file) => {
    const check = canRun(language) ? test.concurrent : test.concurrent.skip;

    const run = async (failures: Readonly<Partial<Record<RouteName, readonly ErrorCode[]>>>) => {
      const server = await startStubApi(failures);
      const outcome = await runIn(language, [file, TEST_USER.username, TEST_USER.password], {
        CHORDIAN_URL: server.url,
      });
      await server.close();
      return { ...outcome, seen: server.seen };
    };

    check('signs in, reads the session and signs out', async () => {
      const { stdout, stderr, exitCode, seen } = await run({});
      expect({ stdout, stderr, exitCode }).toEqual({
        stdout: TEST_USER.username,
        stderr: '',
        exitCode: 0,
      });
      expect(seen.map(withoutToken)).toEqual([
        'login without cookie',
        'session with cookie',
        'logout with cookie',
      ]);
    });

    check('refreshes once if the token has expired, and uses the new token', async () => {
      const { stdout, seen } = await run({ session: ['TOKEN_EXPIRED'] });
      expect(stdout).toBe(TEST_USER.username);
      expect(
        seen
          .slice(1, 4)
          .map((request) => request.replace(/^refresh with cookie.*/, 'refresh with cookie')),
      ).toEqual([
        'session with cookie, token token1',
        'refresh with cookie',
        'session with cookie, token token2',
      ]);
    });

    check('waits for Retry-After and repeats the request', async () => {
      const started = Date.now();
      const { stdout, seen } = await run({
        login: ['INTERNAL_ERROR'],
        session: ['SERVICE_UNAVAILABLE'],
      });
      expect(stdout).toBe(TEST_USER.username);
      expect(seen.map((request) => request.split(' ')[0])).toEqual([
        'login',
        'login',
        'session',
        'session',
        'logout',
      ]);
      expect(Date.now() - started).toBeGreaterThanOrEqual(3_000); // 1 s and 2 s of Retry-After
    });

    check('stops if the action is not retry, and prints the action', async () => {
      const { stderr, exitCode, seen } = await run({ login: ['CAPTCHA_REQUIRED'] });
      expect(exitCode).toBe(1);
      expect(stderr).toBe('CAPTCHA_REQUIRED: Solve a CAPTCHA to continue (solve_captcha)');
      expect(seen).toHaveLength(1);
    });

    check('stops if the refresh fails', async () => {
      const { stderr, seen } = await run({
        session: ['TOKEN_EXPIRED'],
        refresh: ['INVALID_REFRESH_TOKEN'],
      });
      expect(stderr).toContain('INVALID_REFRESH_TOKEN');
      expect(seen).toHaveLength(3);
    });

    check('stops after three tries', async () => {
      const { stderr, seen } = await run({ login: Array(9).fill('INTERNAL_ERROR') });
      expect(stderr).toContain('INTERNAL_ERROR');
      expect(seen).toHaveLength(3);
    });
  },
);

const withoutToken = (request: string): string => request.replace(/, token.*/, '');
