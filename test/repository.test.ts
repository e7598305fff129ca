/** What an install and the continuous integration of the repository rely on. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';

const require = createRequire(import.meta.url);
// The package has no types of its own.
const { satisfies } = require('semver') as {
  satisfies: (version: string, range: string) => boolean;
};

interface LockedPackage {
  version: string;
  integrity?: string;
  inBundle?: boolean;
  link?: boolean;
  optional?: boolean;
  engines?: { node?: string };
  os?: string | string[];
  cpu?: string | string[];
}

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const { scripts, ...manifest } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  optionalDependencies: Record<string, string>;
};
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, LockedPackage>;
};
/** What npm fetches: the packages of this repository are links. */
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
);

describe('the lock file', () => {
  test('has the integrity of every package that npm fetches', () => {
    const unverified = installed.filter(([, { integrity, inBundle }]) => !integrity && !inBundle);
    expect(unverified.map(([path]) => path)).toEqual([]);
  });

  test.each([
    ['darwin', 'arm64'],
    ['darwin', 'x64'],
    ['linux', 'arm64'],
    ['linux', 'x64'],
    ['win32', 'x64'],
  ])('has a Node for %s on %s', (os, cpu) => {
    const found = Object.entries(manifest.optionalDependencies).filter(([name]) => {
      const locked = packages[`node_modules/${name}`];
      return locked && [locked.os].flat().includes(os) && [locked.cpu].flat().includes(cpu);
    });
    expect(found).toHaveLength(1);
    expect(packages[`node_modules/${found[0]?.[0]}`]?.version).toBe(found[0]?.[1]);
  });

  // npm warns of each, in five lines. It installs an optional package only where it fits.
  test('makes an install on Node 20 warn of the Middy packages only', () => {
    const unfit = installed.filter(
      ([, { engines, optional, inBundle }]) =>
        !optional && !inBundle && !satisfies('20.20.2', engines?.node ?? '*'),
    );
    expect(unfit.map(([path]) => path.replace('node_modules/', ''))).toEqual([
      '@middy/core',
      '@middy/http-cors',
      '@middy/http-error-handler',
      '@middy/http-security-headers',
      '@middy/util',
    ]);
  });
});

interface Lock {
  packages: Record<string, LockedPackage & { resolved?: string }>;
}

describe.each([
  'client/tools',
  ...readdirSync(new URL('examples/', root))
    .map((name) => `examples/${name}`)
    .filter((folder) => existsSync(new URL(`${folder}/package.json`, root))),
])('the lock file of %s', (folder) => {
  const lock = JSON.parse(read(`${folder}/package-lock.json`)) as Lock;

  test('names no registry, and has the integrity of every package that npm fetches', () => {
    const fetched = Object.entries(lock.packages).filter(
      ([path, { resolved }]) => path !== '' && resolved !== 'file:../../client',
    );
    expect(fetched.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(fetched.filter(([, { integrity }]) => !integrity)).toEqual([]);
  });

  test('is installed before the long tests', () => {
    expect(scripts['install:examples']).toContain(`npm ci --prefix ${folder} `);
  });

  test('has the client of this repository, if it has the client', () => {
    const { version } = JSON.parse(read('client/package.json')) as LockedPackage;
    const locked = lock.packages['node_modules/chordian-auth-client']?.version ?? version;
    expect(locked).toBe(version);
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows/';
  const actions = readdirSync(new URL(folder, root)).flatMap((file) =>
    [...read(`${folder}${file}`).matchAll(/\buses: (.+)$/gm)].map(([, action = '']) => action),
  );

  test('pin each action to a commit, and name its version', () => {
    expect(actions.length).toBeGreaterThan(0);
    expect(actions).toEqual(
      actions.map(() => expect.stringMatching(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)),
    );
  });
});
