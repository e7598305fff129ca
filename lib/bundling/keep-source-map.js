/**
 * Moves a source map out of the uploaded bundle: `node keep-source-map.js <from> <to>`. It is a
 * script because Windows has neither `mv` nor `mkdir -p`, and JavaScript because the version of
 * `node` that runs it may not support TypeScript.
 */

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , from, to] = process.argv;
mkdirSync(dirname(to), { recursive: true });
// A rename would fail if the two paths are on different file systems.
copyFileSync(from, to);
rmSync(from);
