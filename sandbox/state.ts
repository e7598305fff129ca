import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The state directory of `npm start`. */
export const DEFAULT_STATE = fileURLToPath(new URL('../.sandbox', import.meta.url));

/** The files and directories that the sandbox keeps between starts. */
export interface State {
  directory: string;
  cognito: string;
  dynamo: string;
  secrets: string;
  /** The AWS endpoint of the running sandbox. */
  endpoint: string;
}

export const stateIn = (directory: string): State => ({
  directory,
  cognito: join(directory, 'cognito'),
  dynamo: join(directory, 'dynamo'),
  secrets: join(directory, 'secrets.json'),
  endpoint: join(directory, 'running.json'),
});

/**
 * Creates the state directory. Deletes the former state first if `fresh` is true.
 * @throws {Error} that names the directory, if it cannot be created.
 */
export function openState(
  state: State,
  { fresh = false }: { fresh?: boolean | undefined } = {},
): State {
  try {
    if (fresh) rmSync(state.directory, { recursive: true, force: true });
    // It will contain signing keys and a password, so other users must not read it.
    mkdirSync(state.cognito, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(
      `The state directory ${state.directory} cannot be used: ${(cause as Error).message}. ` +
        'Choose another one: npm start -- --state-dir DIRECTORY',
      { cause },
    );
  }
  return state;
}

/**
 * Writes a temporary file, then renames it. If the process is killed, the file has either its old
 * content or its new one.
 */
export function writeAtomically(file: string, content: string): void {
  const temporary = `${file}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, file);
  } catch (cause) {
    const error = findStorageError(file, cause);
    if (error !== undefined) storage.emit('failure', error);
    throw error ?? cause;
  }
}

/** Emits `failure` if a write fails, because an emulator could turn the error into a response. */
export const storage = new EventEmitter<{ failure: [StorageError] }>();

/** The disk, or the rights to it, prevents an operation. The state itself is not damaged. */
class StorageError extends Error {}

/**
 * Returns an error with a remedy if the cause is a full disk or missing rights. The errors of
 * LevelDB have no codes for them, only messages.
 */
export function findStorageError(path: string, cause: unknown): StorageError | undefined {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (['ENOSPC', 'EDQUOT'].includes(code) || /No space left|quota exceeded/i.test(message)) {
    return new StorageError(
      `The disk is full, so ${path} cannot be written. Free some space, then start again: npm start`,
      { cause },
    );
  }
  if (
    ['EROFS', 'EACCES', 'EPERM'].includes(code) ||
    /Read-only file system|Permission denied/i.test(message)
  ) {
    return new StorageError(
      `The sandbox has no right to use ${path} (${message}). ` +
        'Choose another directory: npm start -- --state-dir DIRECTORY',
      { cause },
    );
  }
  return undefined;
}

/** An error for state that cannot be used. Its message contains the remedy. */
export const damagedStateError = (path: string, cause: unknown): Error =>
  findStorageError(path, cause) ??
  new Error(
    `${path} is damaged (${(cause as Error).message}). ` +
      'To start with new state: npm start -- --fresh',
    { cause },
  );

/**
 * Reads a JSON file. Returns undefined if the file does not exist.
 * @throws {Error} that names the file and a remedy, if it cannot be read or parsed.
 */
export function readJson<T>(
  file: string,
  revive?: (key: string, value: unknown) => unknown,
): T | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damagedStateError(file, error);
  }
  try {
    return JSON.parse(content, revive) as T;
  } catch (cause) {
    throw damagedStateError(file, cause);
  }
}
