import { describe, expect, test } from '@jest/globals';
import {
  ENVIRONMENT,
  type FunctionName,
  parseEnvironment,
  serviceName,
} from '../../contract/environment.ts';
import { DOCUMENTATION_URL } from '../../contract/errors/index.ts';
import { METRICS } from '../../contract/metrics.ts';
import { VARIABLES } from '../support/variables.ts';

const names = Object.keys(ENVIRONMENT) as FunctionName[];

test.each(names)('parses the variables of %s', (name) => {
  expect(() => parseEnvironment(name, VARIABLES)).not.toThrow();
});

test('optional variables have defaults', () => {
  expect(parseEnvironment('login', VARIABLES)).toMatchObject({
    DOCUMENTATION_URL,
    ALLOWED_ORIGINS: [],
    SCHEME: 'https',
    CLIENT_IP: 'gateway',
  });
});

test('drops variables that the function does not read', () => {
  expect(
    parseEnvironment('captcha', { ...VARIABLES, AWS_SECRET_ACCESS_KEY: 'x' }),
  ).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  expect(parseEnvironment('captcha', VARIABLES)).not.toHaveProperty('SESSIONS_TABLE');
});

describe('variables without a default are required', () => {
  test.each(names)('the error of %s names all variables that are missing', (name) => {
    const required = Object.keys(VARIABLES).filter((variable) =>
      Object.hasOwn(ENVIRONMENT[name].shape, variable),
    );
    expect(required.length).toBeGreaterThan(0);
    expect(() => parseEnvironment(name, {})).toThrow(
      new TypeError(
        `${name}: missing or invalid environment variables: ${inOrder(name, required)}`,
      ),
    );
    for (const variable of required) {
      for (const value of [undefined, '']) {
        expect(() => parseEnvironment(name, { ...VARIABLES, [variable]: value })).toThrow(
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
    parseEnvironment('login', { ...VARIABLES, ALLOWED_ORIGINS: list }).ALLOWED_ORIGINS;
  test.each([
    ['', []],
    ['https://a.example', ['https://a.example']],
    ['https://a.example,http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
    [
      ' https://a.example ,\n https://b.example:8443,',
      ['https://a.example', 'https://b.example:8443'],
    ],
  ])('parses %j as %j', (list, expected) => expect(origins(list)).toEqual(expected));
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
  ])('rejects %j, which is not an origin as browsers send it', (list) =>
    expect(() => origins(list)).toThrow(/: ALLOWED_ORIGINS$/),
  );
});

test.each([
  ['SCHEME', 'ftp'],
  ['CLIENT_IP', 'x-forwarded-for'],
  ['DOCUMENTATION_URL', 'not a url'],
  ['ALLOWED_ORIGINS', 'sk_live_secret'],
  ['ORIGIN_SECRET_ID', ''],
])('the error for an invalid %s contains its name and not its value', (variable, value) => {
  const parseInvalid = () => parseEnvironment('login', { ...VARIABLES, [variable]: value });
  expect(parseInvalid).toThrow(new RegExp(`: ${variable}$`));
  if (value !== '') expect(parseInvalid).not.toThrow(value);
});

test('numbers of seconds are parsed', () => {
  expect(parseEnvironment('revalidate', VARIABLES)).toMatchObject({ REVALIDATE_AFTER: 3_600 });
});

test.each(['0', '-1', '1.5', '1e3', ' 1', 'NaN'])('a number of seconds must not be %j', (value) => {
  expect(() => parseEnvironment('session', { ...VARIABLES, REVALIDATE_AFTER: value })).toThrow(
    /: REVALIDATE_AFTER$/,
  );
});

describe('the service name', () => {
  test('is the one that the deployment sets', () =>
    expect(serviceName({ SERVICE_NAME: 'auth-eu' })).toBe('auth-eu'));
  test('has a default', () => expect(serviceName({})).toBe(METRICS.service));
  test('must not be empty', () =>
    expect(() => serviceName({ SERVICE_NAME: '' })).toThrow(
      new TypeError('missing or invalid environment variables: SERVICE_NAME'),
    ));
});
