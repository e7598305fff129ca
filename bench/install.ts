/** What `npm ci` puts on the disk of this platform, by package. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Installed {
  bytes: number;
  /** Bytes of the largest packages. Nested packages count with the one that contains them. */
  largest: Record<string, number>;
}

/** How many packages are listed. */
const LISTED = 10;

export function measureInstall(modules: string): Installed {
  // npm's own files begin with a dot.
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const packages = names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : name,
  );
  const sizes = packages.map((name) => [name, sumBytes(join(modules, name))] as const);
  const sorted = sizes.toSorted(([, a], [, b]) => b - a);
  return {
    bytes: sizes.reduce((sum, [, bytes]) => sum + bytes, 0),
    largest: Object.fromEntries(sorted.slice(0, LISTED)),
  };
}

const sumBytes = (path: string): number => {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  return files.reduce((sum, each) => sum + statSync(join(each.parentPath, each.name)).size, 0);
};
