import { KEYRING } from '../../../contract/limits.ts';
import type { Clock } from '../../core/ports.ts';

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
  /** Called before each read. A function prepares its other secrets meanwhile. */
  beforeRead?: () => void;
}

/** A secret that is read again after `KEYRING.cache` seconds. Concurrent callers share one read. */
export class SecretCache<T> {
  readonly #settings: SecretCacheSettings<T>;
  #last: Reading<T> | undefined;
  #pending: { reading: Promise<Reading<T>>; at: number } | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(settings: SecretCacheSettings<T>) {
    this.#settings = settings;
  }

  /** The last successful reading, however old. */
  get last(): Reading<T> | undefined {
    return this.#last;
  }

  /** Milliseconds since the start of the last read, whether it succeeded or not. */
  get sinceStart(): number {
    return this.#settings.clock() - this.#startedAt;
  }

  /** Returns a reading that is not older than the cache allows. */
  async fresh(): Promise<Reading<T>> {
    const last = this.#last;
    const isFresh = last && this.#settings.clock() - last.at < KEYRING.cache * 1_000;
    return isFresh ? last : this.load();
  }

  /** Whether a read is in progress that `load` would share. */
  get isLoading(): boolean {
    // A function that was frozen during a read may find it unfinished long after its deadline.
    const { clock, deadlineMs } = this.#settings;
    return this.#pending !== undefined && clock() - this.#pending.at < deadlineMs;
  }

  /** Starts a read if the reading is not fresh. Its failure concerns only those who wait for it. */
  prepare(): void {
    this.fresh().catch(() => {});
  }

  /** Reads the secret, or shares the read in progress. */
  load(): Promise<Reading<T>> {
    if (this.#pending && this.isLoading) return this.#pending.reading;
    const at = this.#settings.clock();
    const pending = { reading: this.#start(at), at };
    this.#pending = pending;
    const clear = () => {
      if (this.#pending === pending) this.#pending = undefined;
    };
    pending.reading.then(clear, clear);
    this.#settings.beforeRead?.();
    return pending.reading;
  }

  async #start(at: number): Promise<Reading<T>> {
    this.#startedAt = at;
    const { read, parse } = this.#settings;
    const reading = { value: parse(await read()), at };
    if (!this.#last || this.#last.at <= at) this.#last = reading;
    return reading;
  }
}
