import { KEYRING } from '../../../contract/limits.ts';
import type { Clock, Report } from '../../core/ports.ts';

/** What one read of a secret returned. */
export interface Reading<T> {
  value: T;
  /** When the read started, in milliseconds since the epoch. */
  at: number;
}

export interface SecretCacheSettings<T> {
  read: () => Promise<string>;
  /** Converts the text of the secret. Its errors must not contain the text. */
  parse: (text: string) => T;
  clock: Clock;
  /** How long `read` may take, in milliseconds. */
  deadlineMs: number;
  /** Receives the error of each read that fails while an older reading can be used. */
  reportStale: Report;
  /** Called before each read. A function prepares its other secrets meanwhile. */
  beforeRead?: () => void;
}

/**
 * A secret that is read again after `KEYRING.cache` seconds. Concurrent callers share one read. If
 * it fails, the last reading is used until it is `KEYRING.serveStale` seconds old.
 */
export class SecretCache<T> {
  readonly #settings: SecretCacheSettings<T>;
  #last: Reading<T> | undefined;
  #pending: { reading: Promise<Reading<T>>; at: number } | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(settings: SecretCacheSettings<T>) {
    this.#settings = settings;
  }

  /**
   * Returns a reading that is not older than the cache allows, or the last one if the read fails.
   * @throws the error of the read if there is no reading that may be used.
   */
  async fresh(): Promise<Reading<T>> {
    const reading = this.#usable(KEYRING.cache);
    return reading ?? this.reload();
  }

  /** Like `fresh`, but reads the secret again, unless the last read started only just now. */
  async reload(): Promise<Reading<T>> {
    const hasWait = this.waitMs > 0 && !this.#shared();
    const reading = hasWait ? this.#usable(KEYRING.serveStale) : undefined;
    if (reading) return reading;
    return this.#load().catch((error: unknown) => {
      const stale = this.#usable(KEYRING.serveStale);
      if (stale) return stale;
      throw error;
    });
  }

  /** Milliseconds until `reload` reads the secret again. */
  get waitMs(): number {
    const sinceStart = this.#settings.clock() - this.#startedAt;
    return Math.max(0, KEYRING.reloadAfter * 1_000 - sinceStart);
  }

  /** Starts a read if the reading is not fresh. Its failure concerns only those who wait for it. */
  prepare(): void {
    this.fresh().catch(() => {});
  }

  /** Returns the last reading if it is younger than so many seconds. */
  #usable(seconds: number): Reading<T> | undefined {
    const last = this.#last;
    return last && this.#settings.clock() - last.at < seconds * 1_000 ? last : undefined;
  }

  /**
   * Returns the read in progress. A function that was frozen during a read may find it unfinished
   * long after its deadline, and must not wait for it.
   */
  #shared(): Promise<Reading<T>> | undefined {
    const { clock, deadlineMs } = this.#settings;
    const pending = this.#pending;
    return pending && clock() - pending.at < deadlineMs ? pending.reading : undefined;
  }

  #load(): Promise<Reading<T>> {
    const shared = this.#shared();
    if (shared) return shared;
    const at = this.#settings.clock();
    this.#startedAt = at;
    const pending = { reading: this.#read(at), at };
    this.#pending = pending;
    const clear = () => {
      if (this.#pending === pending) this.#pending = undefined;
    };
    pending.reading.then(clear, clear);
    this.#settings.beforeRead?.();
    return pending.reading;
  }

  async #read(at: number): Promise<Reading<T>> {
    const { read, parse, reportStale } = this.#settings;
    try {
      const reading = { value: parse(await read()), at };
      if (!this.#last || this.#last.at <= at) this.#last = reading;
      return reading;
    } catch (error) {
      if (this.#usable(KEYRING.serveStale)) reportStale(error);
      throw error;
    }
  }
}
