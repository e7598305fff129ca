/**
 * One request at a time: each operation reads records and writes them back, and two at once would
 * lose a change. A turn may be given up for work outside and taken again afterwards.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Runs `work` when all earlier turns have ended. */
  async take<T>(work: (pause: Pause) => Promise<T>): Promise<T> {
    let end = await this.#next();
    const pause: Pause = async (outside) => {
      end();
      try {
        return await outside();
      } finally {
        end = await this.#next();
      }
    };
    try {
      return await work(pause);
    } finally {
      end();
    }
  }

  async #next(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

export type Pause = <T>(outside: () => Promise<T>) => Promise<T>;
