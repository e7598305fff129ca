/**
 * Imports must have one direction. TypeScript 7 has no JavaScript API, so a regular expression finds
 * the import statements.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * The imports that a folder allows: names of packages, and paths from the root. A `/` at the end
 * allows everything below.
 */
interface Rule {
  of: string;
  may: readonly string[];
  /** What they may import by `import type` only. */
  types?: readonly string[];
}

const ANY_PACKAGE = '*';
/** The libraries that a bundle may contain. */
const RUNTIME = ['node:', 'zod/mini', 'zod/v4/core', 'jose'];
/** The files that every adapter may import. Adapters of one service do not import others. */
const ADAPTERS = [
  'clients.ts',
  'database-answer.ts',
  'deadline.ts',
  'redact.ts',
  'second-try.ts',
].map((file) => `functions/adapters/${file}`);
/** Each area of the core, and what it may import besides itself and the files beside the areas. */
const CORE_AREAS: Readonly<Record<string, readonly string[]>> = {
  keys: [],
  devices: ['keys'],
  sessions: ['keys', 'devices', 'app-events'],
  login: ['sessions', 'keys', 'devices', 'passwords', 'notices'],
  challenges: ['login', 'sessions', 'passwords', 'keys', 'devices', 'notices'],
  passwords: ['app-events', 'notices'],
  mfa: ['sessions', 'challenges', 'login', 'keys', 'notices'],
  mails: [],
  notices: ['mails'],
  'app-events': [],
  revocation: ['sessions'],
  'mail-door': ['login', 'challenges', 'devices', 'keys', 'mails'],
  registration: ['mail-door', 'login', 'passwords', 'notices', 'app-events'],
  recovery: ['mail-door', 'login', 'passwords', 'sessions', 'notices', 'app-events'],
  passkeys: ['challenges', 'keys', 'login', 'mfa', 'notices', 'sessions'],
  passwordless: ['challenges', 'mail-door', 'login', 'devices', 'keys'],
  account: [
    'app-events',
    'challenges',
    'devices',
    'keys',
    'login',
    'mail-door',
    'mfa',
    'notices',
    'passwords',
    'sessions',
  ],
};
/** The files that each folder of the sandbox may import. */
const SANDBOX_COMMON = ['clock.ts', 'http-response.ts', 'own-host.ts', 'state.ts'].map(
  (file) => `sandbox/${file}`,
);
const AWS_CDK = ['aws-cdk-lib', 'constructs', 'cdk-nag'];

/** The first rule that matches a file applies. Every file must match a rule. */
const RULES: readonly Rule[] = [
  { of: 'contract/', may: ['zod/mini', 'contract/'] },
  { of: 'scenarios/', may: ['contract/', 'scenarios/'] },

  ...Object.entries(CORE_AREAS).map(([area, others]) => ({
    of: `functions/core/${area}/`,
    may: [
      ...RUNTIME,
      'contract/',
      ...[area, ...others].map((other) => `functions/core/${other}/`),
      ...['error.ts', 'network.ts', 'ports.ts', 'time.ts', 'use-case.ts', 'versioned.ts'].map(
        (file) => `functions/core/${file}`,
      ),
    ],
  })),
  { of: 'functions/core/', may: [...RUNTIME, 'contract/', 'functions/core/'] },
  ...['cognito', 'dynamodb', 'events', 'secrets', 'ses'].map((service) => ({
    of: `functions/adapters/${service}/`,
    may: [
      ...RUNTIME,
      '@aws-sdk/',
      'contract/',
      'functions/core/',
      ...ADAPTERS,
      `functions/adapters/${service}/`,
    ],
  })),
  {
    of: 'functions/adapters/',
    may: [...RUNTIME, 'altcha-lib', '@aws-sdk/', 'contract/', 'functions/core/', ...ADAPTERS],
  },
  {
    of: 'functions/http/',
    may: [...RUNTIME, 'aws-lambda', '@middy/', 'contract/', 'functions/core/', 'functions/http/'],
  },
  { of: 'functions/queue/', may: [...RUNTIME, 'aws-lambda', 'functions/queue/'] },
  {
    of: 'functions/wiring/',
    may: [
      ...RUNTIME,
      'contract/',
      'functions/core/',
      'functions/adapters/',
      'functions/http/',
      'functions/queue/',
      'functions/wiring/',
    ],
  },
  { of: 'functions/', may: ['functions/wiring/'] },

  // The parts of the SDK that the clients of every bundle are made of.
  { of: 'lib/bundling/sdk/', may: ['node:', '@smithy/', 'lib/bundling/sdk/'] },
  // `lib` may name the files of functions; it never runs them.
  { of: 'lib/', may: ['node:', 'esbuild', 'zod/mini', ...AWS_CDK, 'contract/', 'lib/'] },
  {
    of: 'bin/update-common-passwords.ts',
    may: ['node:', '@zxcvbn-ts/language-common', 'contract/limits.ts'],
  },
  { of: 'bin/', may: ['node:', ...AWS_CDK, 'lib/'] },
  { of: 'examples/', may: [...AWS_CDK, 'lib/', 'examples/'] },

  // A fake of Amazon Cognito that could be a package of its own: it imports nothing of this
  // repository, and of the SDK types only.
  {
    of: 'sandbox/cognito/',
    may: ['node:', 'jose', 'otpauth', '@simplewebauthn/server', 'sandbox/cognito/'],
    types: ['@aws-sdk/client-cognito-identity-provider'],
  },
  {
    of: 'sandbox/gateway/',
    may: ['node:', 'aws-lambda', 'contract/', ...SANDBOX_COMMON, 'sandbox/gateway/'],
  },
  {
    of: 'sandbox/faults/',
    may: ['node:', 'contract/', 'scenarios/', 'sandbox/aws/exception.ts', 'sandbox/gateway/'],
  },
  {
    of: 'sandbox/web/',
    may: ['node:', 'esbuild', 'contract/', 'scenarios/', ...SANDBOX_COMMON, 'sandbox/web/'],
  },
  // The one file that imports the sandbox's Cognito.
  {
    of: 'sandbox/aws/cognito.ts',
    may: [...SANDBOX_COMMON, 'sandbox/cognito/', 'sandbox/aws/exception.ts'],
  },
  {
    of: 'sandbox/aws/',
    may: [
      'node:',
      '@aws-sdk/',
      'dynalite',
      'contract/',
      'scenarios/',
      ...SANDBOX_COMMON,
      'sandbox/faults/',
      'sandbox/aws/',
    ],
  },
  { of: 'sandbox/', may: [ANY_PACKAGE, 'contract/', 'scenarios/', 'functions/', 'sandbox/'] },
  {
    of: 'conformance/',
    may: ['node:', 'zod/mini', 'altcha-lib', 'contract/', 'scenarios/', 'conformance/'],
  },
  {
    of: 'operations/',
    may: [
      'node:',
      '@aws-sdk/',
      'contract/',
      'functions/core/',
      'functions/adapters/',
      'lib/config/',
      'sandbox/',
      'operations/',
    ],
  },
  {
    of: 'docs/',
    // Besides the contract, constants that the pages about performance and cost compute with.
    may: [
      ANY_PACKAGE,
      'contract/',
      'scenarios/',
      'lib/config/memory.ts',
      'bench/latency.ts',
      'docs/',
    ],
  },
  {
    of: 'bench/',
    may: [ANY_PACKAGE, 'contract/', 'functions/', 'lib/bundling/', 'test/support/', 'bench/'],
  },
  // The client is a separate package. What it takes from the contract is generated.
  { of: 'client/src/react.ts', may: ['react', 'client/'] },
  { of: 'client/', may: ['client/'] },
];

const covers = (allowed: string, target: string) =>
  allowed === target ||
  (allowed.endsWith('/') || allowed.endsWith(':')
    ? target.startsWith(allowed)
    : target.startsWith(`${allowed}/`));
/** A package, as opposed to a file of this repository. */
const isPackage = (specifier: string) => !specifier.startsWith('.');

/**
 * Lists the modules that a source imports or exports from, including those of types. It ignores
 * comments.
 */
function listImports(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements =
    /(?:\bfrom\s*|(?<!-)\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|\bimport\.meta\.resolve\s*\(\s*)(['"])([^'"]+)\1/g;
  return [...code.matchAll(statements)].map(([, , specifier = '']) => specifier);
}

/** `import type … from '…'` statements, which leave nothing behind when the types are stripped. */
const TYPE_IMPORT = /^import type [^'"]*from (['"])([^'"]+)\1;?$/gm;

/** Lists the imports of a file that its rule does not allow. */
function findViolations(file: string, source: string): string[] {
  const rule = RULES.find(({ of }) => file.startsWith(of));
  if (!rule) return [`${file} is in a folder without a rule`];
  const { types = [] } = rule;
  const withoutTypes = source.replace(TYPE_IMPORT, (statement, _quote, specifier: string) =>
    types.includes(specifier) ? '' : statement,
  );
  return listImports(withoutTypes).flatMap((specifier) => {
    const target = isPackage(specifier) ? specifier : join(dirname(file), specifier);
    const allowed = rule.may.some((each) =>
      each === ANY_PACKAGE ? isPackage(specifier) : covers(each, target),
    );
    return allowed ? [] : [`${file} imports ${target}`];
  });
}

const SOURCE = /\.(?:m?ts|tsx)$/;

/** Lists the sources below a folder, without installed and built files. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(?:^|\/)(?:node_modules|dist|cache)\//.test(file));
}

/** The folders that contain sources, except for tests, which may import anything. */
const folders = readdirSync('.', { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && !/^(?:\.|node_modules$|cdk\.out$|coverage$|test$)/.test(entry.name),
  )
  .map(({ name }) => name)
  .filter((name) => listSources(name).length > 0);

describe('imports have one direction', () => {
  test.each(folders)('%s', (folder) => {
    expect(
      listSources(folder).flatMap((file) => findViolations(file, readFileSync(file, 'utf8'))),
    ).toEqual([]);
  });
});

describe('a rule', () => {
  const planted: Record<string, string> = {
    'contract/errors/index.ts': "import { AuthError } from '../../functions/core/error.ts';",
    'contract/gateway.ts': "import { ERROR_PROSE } from '../docs/errors/index.ts';",
    'contract/limits.ts': "import { createHash } from 'node:crypto';",
    'contract/schemas/index.ts': "import * as z from 'zod';",
    'scenarios/recipes.ts': "import { login } from '../functions/core/login/login.ts';",
    'scenarios/run-recipe.ts': "import { startSandbox } from '../sandbox/sandbox.ts';",
    'functions/core/error.ts': 'import middy from "@middy/core";',
    'functions/core/keys/keyring.ts': "import { login } from '../login/login.ts';",
    'functions/core/login/login.ts':
      "import {\n  type AttributeValue,\n} from '@aws-sdk/client-dynamodb';",
    'functions/core/sessions/logout.ts':
      "export { dynamoSessions } from '../../adapters/dynamodb/sessions.ts';",
    'functions/core/sessions/session.ts':
      "import type { HttpRequest } from '../../http/request.ts';",
    'functions/core/sessions/sealer.ts': "const { writeLine } = await import('../../http/log.ts');",
    'functions/core/sessions/grant.ts': "type Event = import('aws-lambda').APIGatewayProxyEvent;",
    'functions/core/sessions/refresh.ts': "import { attempts } from '../login/attempts.ts';",
    'functions/adapters/secrets/keys.ts':
      "import { dynamoSessions } from '../dynamodb/sessions.ts';",
    'functions/adapters/altcha.ts': "import { httpRequest } from '../http/request.ts';",
    'functions/http/endpoint.ts': "import { login } from '../login.ts';",
    'functions/wiring/login.ts': "import '../../lib/config/stages.ts';",
    'functions/login.ts': "import { databaseClient } from './adapters/clients.ts';",
    'functions/logout.ts': "import { start } from '../sandbox/start.ts';",
    'lib/bundling/sdk/command.ts': "import { inRepository } from '../../paths.ts';",
    'lib/stacks/service-stack.ts': "import { handler } from '../../functions/login.ts';",
    'bin/app.ts': "import { start } from '../sandbox/start.ts';",
    'examples/protected-api/app.ts': "import { ROUTES } from '../../contract/routes/index.ts';",
    'sandbox/start.ts': "import { config } from '../lib/config/stages.ts';",
    'sandbox/gateway/event.ts': "import { login } from '../../functions/login.ts';",
    'sandbox/faults/cognito.ts': "import { notAuthorized } from '../cognito/exception.ts';",
    'sandbox/web/site.ts': "import { createGateway } from '../gateway/gateway.ts';",
    'sandbox/aws/services.ts': "import { createCognito } from '../cognito/cognito.ts';",
    'sandbox/aws/cognito.ts': "import { Secrets } from './secrets.ts';",
    'sandbox/cognito/cognito.ts': "import type { Clock } from '../clock.ts';",
    'sandbox/cognito/limits.ts': "import { ATTEMPTS } from '../../contract/limits.ts';",
    'sandbox/cognito/http.ts':
      "import { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';",
    'sandbox/cognito/events.ts': "import type { Rule } from '@aws-sdk/client-eventbridge';",
    'sandbox/gateway/gateway.ts': "import { frozenClock } from '../../test/support/clock.ts';",
    'conformance/api.ts': "import { login } from '../functions/core/login/login.ts';",
    'operations/retire-key.ts': "import { createEndpoint } from '../functions/http/endpoint.ts';",
    'docs/generate/openapi.ts': "import { login } from '../../functions/core/login/login.ts';",
    'bench/captcha.ts': "import { startSandbox } from '../sandbox/sandbox.ts';",
    'client/index.ts': "import * as z from 'zod/mini';",
    'elsewhere/new.ts': '',
  };
  test.each(Object.entries(planted))('rejects in %s: %s', (file, source) =>
    expect(findViolations(file, source)).toHaveLength(1),
  );

  test('accepts allowed imports, and text that only looks like an import', () => {
    const login = 'functions/core/login/login.ts';
    const accepted = "import { x } from '../error.ts';";
    expect(findViolations(login, `${accepted} // import '@aws-sdk/x'`)).toHaveLength(1);
    expect(
      findViolations(login, `// import '@aws-sdk/x'\n/* from '@aws-sdk/x' */\n${accepted}`),
    ).toEqual([]);
    expect(findViolations('lib/paths.ts', "const entry = 'functions/login.ts';")).toEqual([]);
    expect(findViolations('sandbox/start.ts', "import dynalite from 'dynalite';")).toEqual([]);
    const types =
      "import type {\n  UserType,\n} from '@aws-sdk/client-cognito-identity-provider';\n";
    expect(findViolations('sandbox/cognito/call.ts', `${types}${types}`)).toEqual([]);
  });
});
