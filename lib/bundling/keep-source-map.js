import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

// node keep-source-map.js <from> <to>
// Moves a source map out of what is uploaded. A script, since Windows has neither `mv` nor `mkdir
// -p`; in JavaScript, since any `node` may run it.
const [, , from, to] = process.argv;
mkdirSync(dirname(to), { recursive: true });
// Not renamed: the two may be on different disks.
copyFileSync(from, to);
rmSync(from);
