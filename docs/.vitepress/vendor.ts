/** Makes the site serve Swagger UI itself, so that browsers send no request to another host. */

import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const source = pathToFileURL(require.resolve('swagger-ui-dist/package.json'));
const vendor = new URL('../public/vendor/', import.meta.url);
const FILES = ['swagger-ui-bundle.js', 'swagger-ui.css'];

/** Copies the files that `api-reference.html` loads. */
export function vendorSwaggerUi(): void {
  mkdirSync(vendor, { recursive: true });
  for (const file of FILES) copyFileSync(new URL(file, source), new URL(file, vendor));
}
