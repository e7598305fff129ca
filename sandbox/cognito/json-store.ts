import { join } from 'node:path';
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';
import { readJson, writeAtomically } from '../state.ts';

type Tree = Record<string, unknown>;

/**
 * cognito-local's own store rewrites its file in place: a kill in between leaves a pool that no
 * longer opens.
 */
class JsonStore implements DataStore {
  readonly #file: string;
  readonly #root: Tree;

  constructor(file: string, defaults: object) {
    this.#file = file;
    this.#root = readJson<Tree>(file, reviveDates) ?? (structuredClone(defaults) as Tree);
    this.#save();
  }

  async getRoot<T>(): Promise<T | null> {
    return structuredClone(this.#root) as T;
  }

  async get<T>(_context: unknown, key: string | string[], defaultValue?: T): Promise<T> {
    const value = [key].flat().reduce<unknown>((branch, name) => own(branch, name), this.#root);
    return structuredClone(value ?? defaultValue ?? null) as T;
  }

  async set<T>(_context: unknown, key: string | string[], value: T): Promise<void> {
    const [branch, leaf] = this.#branch(key);
    branch[leaf] = structuredClone(value);
    this.#save();
  }

  async delete(_context: unknown, key: string | string[]): Promise<void> {
    const [branch, leaf] = this.#branch(key);
    delete branch[leaf];
    this.#save();
  }

  #branch(key: string | string[]): [Tree, string] {
    const path = [key].flat();
    const leaf = path.pop() as string;
    let branch = this.#root;
    for (const name of path) {
      if (own(branch, name) === undefined) branch[name] = {};
      branch = branch[name] as Tree;
    }
    return [branch, leaf];
  }

  #save(): void {
    writeAtomically(this.#file, JSON.stringify(this.#root, null, 2));
  }
}

/** A user may be called `constructor`: names are looked up among own properties only. */
const own = (branch: unknown, name: string): unknown =>
  typeof branch === 'object' && branch !== null && Object.hasOwn(branch, name)
    ? (branch as Tree)[name]
    : undefined;

/** cognito-local calls its points in time `…Date` and expects `Date` objects back. */
const reviveDates = (key: string, value: unknown): unknown =>
  key.endsWith('Date') && typeof value === 'string' ? new Date(value) : value;

export const jsonStores = (directory: string): DataStoreFactory => ({
  create: async (_context, id, defaults) => new JsonStore(join(directory, `${id}.json`), defaults),
});
