import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const bundle = new URL(
  'browser/standalone.js',
  pathToFileURL(require.resolve('@scalar/api-reference')),
);
const vendor = new URL('../public/vendor/', import.meta.url);

/** Scalar's browser bundle, served by the site itself: a reader's browser talks to nobody else. */
export function vendorScalar(): void {
  mkdirSync(vendor, { recursive: true });
  copyFileSync(bundle, new URL('scalar.js', vendor));
}
