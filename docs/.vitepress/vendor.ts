import { copyFileSync, mkdirSync } from 'node:fs';

const bundle = new URL('../../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url);
const vendor = new URL('../public/vendor/', import.meta.url);

/** Scalar's browser bundle, served by the site itself: a reader's browser talks to nobody else. */
export function vendorScalar(): void {
  mkdirSync(vendor, { recursive: true });
  copyFileSync(bundle, new URL('scalar.js', vendor));
}
