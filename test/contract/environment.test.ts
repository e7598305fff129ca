import { describe, expect, test } from '@jest/globals';
import {
  ENVIRONMENT,
  type FunctionName,
  parseEnvironment,
  serviceName,
} from '../../contract/environment.ts';
import { DOCUMENTATION_URL } from '../../contract/errors/index.ts';
import { METRICS } from '../../contract/metrics.ts';

const FULL = {
  KEYRING_SECRET_ID: 'keyring',
  SESSIONS_TABLE: 'sessions',
  ATTEMPTS_TABLE: 'attempts',
  TOKEN_ISSUER: 'https://auth.example.com',
  TOKEN_AUDIENCE: 'chordian',
  USER_POOL_CLIENT_ID: 'client',
  USER_POOL_CLIENT_SECRET_ID: 'client-secret',
};
const names = Object.keys(ENVIRONMENT) as FunctionName[];

test.each(names)('%s starts with what every deployment gives it', (name) => {
  expect(() => parseEnvironment(name, FULL)).not.toThrow();
});

test('what is left out has a default', () => {
  expect(parseEnvironment('login', FULL)).toMatchObject({
    DOCUMENTATION_URL,
    ALLOWED_ORIGINS: [],
    SCHEME: 'https',
    CLIENT_IP: 'gateway',
  });
});

test('what a function does not read it does not get', () => {
  expect(parseEnvironment('captcha', { ...FULL, AWS_SECRET_ACCESS_KEY: 'x' })).not.toHaveProperty(
    'AWS_SECRET_ACCESS_KEY',
  );
  expect(parseEnvironment('captcha', FULL)).not.toHaveProperty('SESSIONS_TABLE');
});

describe('every variable without a default is needed', () => {
  test.each(names)('%s names all that are missing', (name) => {
    const needed = Object.keys(FULL).filter((variable) =>
      Object.hasOwn(ENVIRONMENT[name].shape, variable),
    );
    expect(needed.length).toBeGreaterThan(0);
    expect(() => parseEnvironment(name, {})).toThrow(
      new TypeError(`${name}: missing or invalid environment variables: ${inOrder(name, needed)}`),
    );
    for (const variable of needed) {
      for (const value of [undefined, '']) {
        expect(() => parseEnvironment(name, { ...FULL, [variable]: value })).toThrow(
          new RegExp(`: ${variable}$`),
        );
      }
    }
  });
});

const inOrder = (name: FunctionName, variables: string[]) =>
  Object.keys(ENVIRONMENT[name].shape)
    .filter((each) => variables.includes(each))
    .join(', ');

describe('allowed origins', () => {
  const origins = (list: string) =>
    parseEnvironment('login', { ...FULL, ALLOWED_ORIGINS: list }).ALLOWED_ORIGINS;
  test.each([
    ['', []],
    ['https://a.example', ['https://a.example']],
    ['https://a.example,http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
    [
      ' https://a.example ,\n https://b.example:8443,',
      ['https://a.example', 'https://b.example:8443'],
    ],
  ])('%j is %j', (list, expected) => expect(origins(list)).toEqual(expected));
  test.each([
    '*',
    'https://*.example',
    'null',
    'a.example',
    'https://a.example/',
    'https://A.example',
    'https://a.example:443',
    'https://u:p@a.example',
    'https://a.example?x',
  ])('%j is no origin as browsers send it', (list) =>
    expect(() => origins(list)).toThrow(/: ALLOWED_ORIGINS$/),
  );
});

test.each([
  ['SCHEME', 'ftp'],
  ['CLIENT_IP', 'x-forwarded-for'],
  ['DOCUMENTATION_URL', 'not a url'],
  ['ALLOWED_ORIGINS', 'sk_live_secret'],
  ['ORIGIN_SECRET_ID', ''],
])('a wrong %s is named, and its value is not', (variable, value) => {
  const start = () => parseEnvironment('login', { ...FULL, [variable]: value });
  expect(start).toThrow(new RegExp(`: ${variable}$`));
  if (value !== '') expect(start).not.toThrow(value);
});

describe('the service that logs and metrics are of', () => {
  test('is the one that the deployment names', () =>
    expect(serviceName({ POWERTOOLS_SERVICE_NAME: 'auth-eu' })).toBe('auth-eu'));
  test('has a name where nobody gives one', () => expect(serviceName({})).toBe(METRICS.service));
  test('is never nameless', () =>
    expect(() => serviceName({ POWERTOOLS_SERVICE_NAME: '' })).toThrow(
      new TypeError('missing or invalid environment variables: POWERTOOLS_SERVICE_NAME'),
    ));
});
