import type { Clock } from '../../functions/core/ports.ts';

/** A clock that only a test advances. It counts milliseconds since the epoch. */
export interface FrozenClock extends Clock {
  /** Seconds since the epoch. */
  seconds(): number;
  /** Moves the clock by so many seconds, which may be negative. */
  advance(seconds: number): void;
  /** Sets the clock to an instant in milliseconds since the epoch. */
  set(milliseconds: number): void;
}

export function frozenClock(start = '2026-03-01T12:00:00.000Z'): FrozenClock {
  let now = Date.parse(start);
  return Object.assign(() => now, {
    seconds: () => Math.floor(now / 1_000),
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
    set: (milliseconds: number) => {
      now = milliseconds;
    },
  });
}
