/** The one store: tables of records in memory, and a journal of what changed. */

import type { Journal } from './journal.ts';
import type { Tables } from './records.ts';

/** A record that was written, or `null` for one that was deleted. */
export type Change = readonly [table: keyof Tables, key: string, record: unknown];

export class Store {
  readonly #tables = new Map<keyof Tables, Map<string, unknown>>();
  readonly #journal: Journal | undefined;
  #changes: Change[] = [];
  #closed = false;

  /** Without a journal the store lives in memory only. */
  constructor(journal?: Journal) {
    this.#journal = journal;
    for (const change of journal?.read() ?? []) this.#apply(change);
    journal?.compact(this.#snapshot());
  }

  get<T extends keyof Tables>(table: T, key: string): Readonly<Tables[T]> | undefined {
    return this.#table(table).get(key) as Tables[T] | undefined;
  }

  /** In the order of their creation. */
  all<T extends keyof Tables>(table: T): Readonly<Tables[T]>[] {
    return [...this.#table(table).values()] as Tables[T][];
  }

  keys(table: keyof Tables): string[] {
    return [...this.#table(table).keys()];
  }

  put<T extends keyof Tables>(table: T, key: string, record: Tables[T]): void {
    this.#write([table, key, record]);
  }

  delete(table: keyof Tables, key: string): void {
    if (this.#table(table).has(key)) this.#write([table, key, null]);
  }

  /** Writes what changed since the last commit as one line: a kill leaves all of it or nothing. */
  commit(): void {
    if (this.#changes.length === 0) return;
    // What a full disk refuses is written with the next commit.
    this.#journal?.append(this.#changes);
    this.#changes = [];
    if (this.#journal?.isLong) this.#journal.compact(this.#snapshot());
  }

  /** Commits what is left. A closed store writes nothing more, whatever timers still run. */
  close(): void {
    this.commit();
    this.#closed = true;
    this.#journal?.close();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  #write(change: Change): void {
    this.#apply(change);
    this.#changes.push(change);
  }

  #apply([table, key, record]: Change): void {
    if (record === null) this.#table(table).delete(key);
    else this.#table(table).set(key, record);
  }

  /** A Map, because a user may be called `constructor`. */
  #table(name: keyof Tables): Map<string, unknown> {
    const table = this.#tables.get(name) ?? new Map<string, unknown>();
    this.#tables.set(name, table);
    return table;
  }

  #snapshot(): Change[] {
    return [...this.#tables].flatMap(([name, table]) =>
      [...table].map(([key, record]): Change => [name, key, record]),
    );
  }
}
