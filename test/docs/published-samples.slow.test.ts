/**
 * Runs the published samples without changes against the sandbox. The tests provide a base URL, a
 * cookie jar and the names that the samples do not define.
 */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { browserFetch } from './browser-fetch.ts';
import { type CustomerApi, startCustomerApi } from './customer-api.ts';
import { canRun, runIn } from './languages.ts';
import { type RunningSandbox, startSandboxProcess } from './sandbox.ts';

let sandbox: RunningSandbox;
let api: CustomerApi;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  api = await startCustomerApi(sandbox.url);
});

afterAll(async () => {
  await api?.close();
  await sandbox?.close();
});

const sample = (file: string): string =>
  readFileSync(new URL(`../../docs/samples/published/${file}`, import.meta.url), 'utf8');
const wrong = { ...TEST_USER, password: 'wrongpass' };
const fault = (name: string) => ({ ...TEST_USER, username: `${name}@published.example` });

/** Returns a function of a sample that can use these globals. */
function loadFunction<F>(
  file: string,
  name: string,
  globals: Readonly<Record<string, unknown>>,
): F {
  return new Function(...Object.keys(globals), `${sample(file)}; return ${name};`)(
    ...Object.values(globals),
  ) as F;
}

describe('login-with-retry.js', () => {
  function page() {
    const waits: number[] = [];
    const calls: unknown[] = [];
    const send = browserFetch(api.url);
    const loginWithRetry = loadFunction<
      (credentials: object) => Promise<{ token: string; expiresIn: number; refreshToken: string }>
    >('login-with-retry.js', 'loginWithRetry', {
      fetch: (...call: Parameters<typeof fetch>) => {
        calls.push(call);
        return send(...call);
      },
      setTimeout: (resolve: () => void, delay: number) => {
        waits.push(delay);
        resolve();
      },
    });
    return { loginWithRetry, waits, calls };
  }

  test('signs in', async () => {
    const { loginWithRetry } = page();
    const answer = await loginWithRetry(TEST_USER);
    expect(answer).toEqual({
      token: expect.any(String),
      expiresIn: 1_296_000,
      refreshToken: 'Set in httpOnly cookie',
    });
  });

  test('a wrong password that it sends three times counts as one attempt', async () => {
    for (let typo = 0; typo < 2; typo++) {
      const { loginWithRetry, calls } = page();
      await expect(loginWithRetry({ ...wrong, password: `wrongpass${typo}` })).rejects.toThrow(
        'Login failed: 401',
      );
      expect(calls).toHaveLength(3);
    }
    await expect(page().loginWithRetry(TEST_USER)).resolves.toHaveProperty('token');
  });

  test('doubles the pause after each 500', async () => {
    const { loginWithRetry, waits } = page();
    await expect(loginWithRetry(fault('crash'))).rejects.toBeUndefined();
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });
});

describe('authenticated-request.js', () => {
  interface Page {
    makeAuthenticatedRequest: (endpoint: string, options: object) => Promise<Response>;
    window: { location: { href: string } };
  }

  function page(send: typeof fetch): Page {
    let token = sandbox.expiredToken;
    const window = { location: { href: '/orders' } };
    const refreshToken = async () => {
      const response = await send(publicPath('refresh'), { method: 'POST' });
      if (!response.ok) return null;
      ({ token } = (await response.json()) as { token: string });
      return token;
    };
    const globals = {
      fetch: send,
      window,
      console: { error() {} },
      getToken: () => token,
      refreshToken,
    };
    return {
      window,
      makeAuthenticatedRequest: loadFunction(
        'authenticated-request.js',
        'makeAuthenticatedRequest',
        globals,
      ),
    };
  }

  test('refreshes an expired token and repeats the request', async () => {
    const send = browserFetch(api.url);
    await send(publicPath('login'), { method: 'POST', body: JSON.stringify(TEST_USER) });
    const response = await page(send).makeAuthenticatedRequest('/orders', { method: 'POST' });
    expect(response.status).toBe(200);
  });

  test('opens the login page if there is no session', async () => {
    const { makeAuthenticatedRequest, window } = page(browserFetch(api.url));
    expect((await makeAuthenticatedRequest('/orders', { method: 'POST' })).status).toBe(401);
    expect(window.location.href).toBe('/login');
  });
});

/** The library `requests`, with a base URL and a cookie jar. */
const PYTHON = `
import os, random, requests as library

class Requests:
    exceptions = library.exceptions
    session = library.Session()
    session.trust_env = False

    def post(self, url, **options):
        return self.session.post(os.environ["API"] + url, **options)

requests = Requests()
`;

const checkPython = canRun('Python') ? test : test.skip;
const python = (program: string, environment: Record<string, string> = {}) =>
  runIn('Python', ['-c', program], { API: api.url, ...environment });

describe('refresh-on-401.py', () => {
  const program = (before: string) => `${PYTHON}
def redirect_to_login():
    print("to the login page")

url, headers = "/orders", {"Authorization": "Bearer " + os.environ["EXPIRED"]}
${before}
${sample('refresh-on-401.py')}
print(response.status_code)
`;

  checkPython('refreshes an expired token and repeats the request', async () => {
    const login = `requests.post("${publicPath('login')}", json={"username": "${TEST_USER.username}", "password": "${TEST_USER.password}"})`;
    const { stdout, stderr } = await python(program(login), { EXPIRED: sandbox.expiredToken });
    expect({ stdout, stderr }).toEqual({ stdout: '200', stderr: '' });
  });

  checkPython('opens the login page if there is no session', async () => {
    const { stdout } = await python(program(''), { EXPIRED: sandbox.expiredToken });
    expect(stdout).toBe('to the login page\n401');
  });
});

describe('retry-with-backoff.py', () => {
  const program = (username: string) => `${PYTHON}
${sample('retry-with-backoff.py')}
waits, calls = [], []
time.sleep = waits.append

def login():
    calls.append(1)
    response = requests.post("${publicPath('login')}", json={"username": "${username}", "password": "${TEST_USER.password}"})
    response.raise_for_status()
    return response.status_code

try:
    print(make_auth_request_with_retry(login))
except HTTPError as error:
    print(error.response.status_code, len(calls), [int(wait) for wait in waits])
`;

  checkPython.each([
    [TEST_USER.username, '200'],
    [fault('unavailable').username, '502 3 [1, 2]'],
    [fault('throttled').username, '503 3 [1, 2]'],
    [fault('database').username, '500 3 [1, 2]'],
    [fault('mfa').username, '403 1 []'],
  ])('%s: %s', async (username, expected) => {
    const { stdout, stderr } = await python(program(username));
    expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: '' });
  });
});

const checkJava = canRun('Java') ? test : test.skip;

describe('log-errors.java', () => {
  const program = `
import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.time.Instant;

public class Main {
    record LoginRequest(URI getURI) {}

    static class Client {
        HttpResponse<String> execute(LoginRequest request) throws IOException, InterruptedException {
            var body = HttpRequest.BodyPublishers.ofString(System.getenv("BODY"));
            var response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(request.getURI()).POST(body).build(), HttpResponse.BodyHandlers.ofString());
            System.out.println(response.statusCode());
            return response;
        }
    }

    static class Logger {
        void error(String message, Object... fields) {
            System.out.println(message + " " + fields[0] + " " + fields[1]);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var client = new Client();
        var logger = new Logger();
        var loginRequest = new LoginRequest(URI.create(arguments[0]));
${sample('log-errors.java')}
    }
}
`;

  const java = (url: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'chordian-java-')), 'Main.java');
    writeFileSync(file, program);
    return runIn('Java', [file, url], { BODY: JSON.stringify(TEST_USER) });
  };

  checkJava('signs in', async () => {
    expect(await java(`${api.url}${publicPath('login')}`)).toEqual({
      exitCode: 0,
      stdout: '200',
      stderr: '',
    });
  });

  checkJava('logs a connection failure', async () => {
    const { stdout, exitCode } = await java('http://localhost:9/api/auth/login');
    expect(stdout).toBe('Authentication failed endpoint http://localhost:9/api/auth/login');
    expect(exitCode).toBe(1);
  });
});
