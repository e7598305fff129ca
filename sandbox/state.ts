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
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, file);
}

/** An error for state that cannot be read. Its message contains the remedy. */
export const damagedStateError = (path: string, cause: unknown): Error =>
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
