import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of the sandbox that `npm start` starts. */
export const DEFAULT_STATE = fileURLToPath(new URL('../.sandbox', import.meta.url));

/** Where the sandbox keeps what outlives a restart. */
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

/** @throws {Error} naming the directory, if it cannot be made. */
export function openState(
  state: State,
  { fresh = false }: { fresh?: boolean | undefined } = {},
): State {
  try {
    if (fresh) rmSync(state.directory, { recursive: true, force: true });
    // Signing keys and a password: of a sandbox, but nobody else's business all the same.
    mkdirSync(state.cognito, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(
      `The state directory ${state.directory} cannot be used: ${(cause as Error).message}`,
      { cause },
    );
  }
  return state;
}

/**
 * Writes beside the file and renames: a kill leaves the old content or the new one, never half of
 * it.
 */
export function writeAtomically(file: string, content: string): void {
  const beside = `${file}.tmp`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, file);
}

/** State that cannot be read, and the way out. */
export const damaged = (path: string, cause: unknown): Error =>
  new Error(
    `${path} is damaged; "npm start -- --fresh" begins with new state (${(cause as Error).message})`,
    { cause },
  );

/**
 * Reads a JSON file, or gives undefined where there is none.
 * @throws {Error} naming the file and the way out, if it cannot be read or its content is no JSON.
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
    throw damaged(file, error);
  }
  try {
    return JSON.parse(content, revive) as T;
  } catch (cause) {
    throw damaged(file, cause);
  }
}
