import type { Clock } from '../../functions/core/ports.ts';

/** A clock that stands still until it is told to go on. */
export interface FrozenClock extends Clock {
  /** Seconds since the epoch, now. */
  seconds(): number;
  advance(seconds: number): void;
}

export function frozenClock(start = '2026-03-01T12:00:00.000Z'): FrozenClock {
  let now = Date.parse(start);
  return Object.assign(() => now, {
    seconds: () => Math.floor(now / 1_000),
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
  });
}
