/**
 * The file behind the store: a line of JSON per commit, appended. A kill can cut off the last line
 * only, and the next start drops it. Each start writes the current records beside the file and
 * renames, so that the file does not grow for ever. The operating system keeps what was written
 * when the process dies; only a crash of the machine can lose the last lines.
 */

import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change } from './store.ts';

/** Beyond this many bytes the file is compacted while the fake runs. */
const LONG_BYTES = 16_000_000;

export class Journal {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;
  #compactBytes = 0;

  constructor(directory: string) {
    // It holds password hashes and tokens: of a sandbox, but not for other users of the machine.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#path = join(directory, 'cognito.jsonl');
  }

  /** @throws {Error} naming the file and line, if a line other than the last is damaged. */
  read(): Change[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    // What follows the last line feed was cut off by a kill, or is empty.
    lines.pop();
    return lines.flatMap((line, index) => {
      try {
        return JSON.parse(line) as Change[];
      } catch (cause) {
        throw new Error(
          `${this.#path} is damaged in line ${index + 1}; delete it to begin with new state`,
          { cause },
        );
      }
    });
  }

  append(changes: readonly Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    try {
      let written = 0;
      while (written < line.length) written += writeSync(this.#open(), line, written);
      this.#bytes += line.length;
    } catch (error) {
      // A full disk: half a line must not be joined with the next one.
      try {
        if (this.#file !== undefined) ftruncateSync(this.#file, this.#bytes);
      } catch {
        // The error of the write says more.
      }
      throw error;
    }
  }

  get isLong(): boolean {
    return this.#bytes > LONG_BYTES && this.#bytes > 2 * this.#compactBytes;
  }

  compact(snapshot: readonly Change[]): void {
    const content = snapshot.length === 0 ? '' : `${JSON.stringify(snapshot)}\n`;
    const beside = `${this.#path}.new`;
    writeFileSync(beside, content, { mode: 0o600 });
    this.close();
    renameSync(beside, this.#path);
    this.#bytes = Buffer.byteLength(content);
    this.#compactBytes = this.#bytes;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): number {
    this.#file ??= openSync(this.#path, 'a', 0o600);
    return this.#file;
  }
}
