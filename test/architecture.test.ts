/**
 * Imports point one way. TypeScript 7 has no JavaScript API, so the import statements are read out
 * of the source.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * A folder's rule: what its files may import. Packages by name, files by their path from the root;
 * a `/` at the end means all beneath.
 */
interface Rule {
  of: string;
  may: readonly string[];
}

/** Adapters do not know each other: only what they share, and no more. */
const SHARED_BY_ADAPTERS = ['aws.ts', 'secrets.ts', 'redact.ts', 'cognito-errors.ts'].map(
  (file) => `functions/adapters/${file}`,
);

const ANY_PACKAGE = '*';

const RULES: readonly Rule[] = [
  { of: 'contract/', may: ['zod/mini', 'contract/'] },
  {
    of: 'functions/core/',
    may: ['node:', 'zod/mini', 'zod/v4/core', 'jose', 'contract/', 'functions/core/'],
  },
  {
    of: 'functions/adapters/',
    may: [
      'node:',
      'zod/mini',
      'jose',
      'altcha-lib',
      '@aws-sdk/',
      'contract/',
      'functions/core/',
      ...SHARED_BY_ADAPTERS,
    ],
  },
  {
    of: 'functions/http/',
    may: [
      'node:',
      'zod/mini',
      'aws-lambda',
      '@middy/',
      '@aws-lambda-powertools/',
      'contract/',
      'functions/core/',
      'functions/http/',
    ],
  },
  {
    of: 'functions/',
    may: [
      'node:',
      'zod/mini',
      'zod/v4/core',
      'jose',
      'altcha-lib',
      'aws-lambda',
      '@aws-sdk/',
      '@middy/',
      '@aws-lambda-powertools/',
      'contract/',
      'functions/',
    ],
  },
  // `lib` may name the files of functions; it never runs them.
  {
    of: 'lib/',
    may: [
      'node:',
      'aws-cdk-lib',
      'constructs',
      'cdk-nag',
      'esbuild',
      'zod/mini',
      'contract/',
      'lib/',
    ],
  },
  // The other files of `bin/` are operators' commands, which go where they must.
  { of: 'bin/app.ts', may: ['node:', 'aws-cdk-lib', 'constructs', 'cdk-nag', 'contract/', 'lib/'] },
  { of: 'local/', may: [ANY_PACKAGE, 'contract/', 'functions/', 'local/'] },
];

const covers = (allowed: string, target: string) =>
  allowed === target ||
  (allowed.endsWith('/') || allowed.endsWith(':')
    ? target.startsWith(allowed)
    : target.startsWith(`${allowed}/`));
/** A package, as opposed to a file of this repository. */
const isPackage = (specifier: string) => !specifier.startsWith('.');

/**
 * Every module that a source names: import, export … from, import(…), and types by import('…').
 * Comments are no code.
 */
function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|\bimport\.meta\.resolve\s*\(\s*)(['"])([^'"]+)\1/g;
  return [...code.matchAll(statements)].map(([, , specifier = '']) => specifier);
}

/** What a file imports against its rule. */
function violationsOf(file: string, source: string): string[] {
  const rule = RULES.find(({ of }) => file.startsWith(of));
  if (!rule) return [];
  return importsOf(source).flatMap((specifier) => {
    const target = isPackage(specifier) ? specifier : join(dirname(file), specifier);
    const allowed = rule.may.some((each) =>
      each === ANY_PACKAGE ? isPackage(specifier) : covers(each, target),
    );
    return allowed ? [] : [`${file} imports ${target}`];
  });
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));
}

const folders = [...new Set(RULES.map(({ of }) => of.split('/')[0] ?? ''))];

describe('imports point one way', () => {
  test.each(folders)('%s', (folder) => {
    const files = sourcesIn(folder);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => violationsOf(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('the entries are the only ones to know the composition root, and it alone knows the adapters', () => {
    const importers = (target: RegExp) =>
      sourcesIn('functions').filter((file) =>
        importsOf(readFileSync(file, 'utf8')).some((specifier) => target.test(specifier)),
      );
    expect(importers(/\/app\.ts$/).every((file) => /^functions\/[a-z-]+\.ts$/.test(file))).toBe(
      true,
    );
    const outside = importers(/\/adapters\//).filter(
      (file) => !file.startsWith('functions/adapters/'),
    );
    expect(outside).toEqual(['functions/app.ts', 'functions/rotate-keys.ts']);
  });
});

describe('the rule sees', () => {
  const planted: Record<string, string> = {
    'contract/errors.ts': "import { AuthError } from '../functions/core/error.ts';",
    'contract/limits.ts': "import { createHash } from 'node:crypto';",
    'contract/schemas.ts': "import * as z from 'zod';",
    'functions/core/login.ts':
      "import {\n  type AttributeValue,\n} from '@aws-sdk/client-dynamodb';",
    'functions/core/logout.ts': "export { dynamoSessions } from '../adapters/dynamo-sessions.ts';",
    'functions/core/session.ts': "import type { HttpRequest } from '../http/request.ts';",
    'functions/core/tokens/sealed.ts':
      "const { Logger } = await import('@aws-lambda-powertools/logger');",
    'functions/core/grant.ts': "type Event = import('aws-lambda').APIGatewayProxyEvent;",
    'functions/core/refresh.ts': 'import middy from "@middy/core";',
    'functions/adapters/keyring.ts': "import { dynamoSessions } from './dynamo-sessions.ts';",
    'functions/adapters/altcha.ts': "import { httpRequest } from '../http/request.ts';",
    'functions/http/endpoint.ts': "import { login } from '../login.ts';",
    'functions/login.ts': "import { start } from '../local/start.ts';",
    'functions/app.ts': "import '../lib/config.ts';",
    'lib/stacks/auth.ts': "import { handler } from '../../functions/login.ts';",
    'bin/app.ts': "import { start } from '../local/start.ts';",
    'local/start.ts': "import { config } from '../lib/config.ts';",
    'local/gateway/server.ts': "import { frozenClock } from '../../test/support/clock.ts';",
  };
  test.each(Object.entries(planted))('%s: %s', (file, source) =>
    expect(violationsOf(file, source)).toHaveLength(1),
  );

  test('and lets pass what is allowed, or only looks like an import', () => {
    expect(
      violationsOf(
        'functions/core/login.ts',
        "import { x } from './error.ts'; // import '@aws-sdk/client-dynamodb'",
      ),
    ).toHaveLength(1);
    expect(
      violationsOf(
        'functions/core/login.ts',
        "// import '@aws-sdk/x'\n/* from '@aws-sdk/x' */\nimport { x } from './error.ts';",
      ),
    ).toEqual([]);
    expect(violationsOf('lib/stacks/auth.ts', "const entry = 'functions/login.ts';")).toEqual([]);
    expect(
      violationsOf(
        'local/start.ts',
        "import dynalite from 'dynalite';\nimport { x } from '../functions/login.ts';",
      ),
    ).toEqual([]);
  });
});
