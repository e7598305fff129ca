import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

const hashOf = (script: string): string =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/**
 * Builds the Content-Security-Policy of a built site. It allows the site's own files, and the
 * inline scripts of its pages by hash (CSP Level 3 section 2.3.1). It allows inline styles, because
 * highlighted code and the API page set colours on elements.
 */
export function buildContentSecurityPolicy(site: string): string {
  const pages = globSync('**/*.html', { cwd: site }).map((file) =>
    readFileSync(join(site, file), 'utf8'),
  );
  const scripts = new Set(
    pages.flatMap((page) =>
      [...page.matchAll(INLINE_SCRIPT)].map(([, script = '']) => hashOf(script)),
    ),
  );
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...[...scripts].sort()].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
