import { THROTTLE } from '../../contract/limits.ts';
import { ROUTE_NAMES, type RouteName } from '../../contract/routes/index.ts';
import type { Clock } from '../clock.ts';

type Buckets = Record<RouteName, { tokens: number; filledAt: number }>;

/** Method throttling: a token bucket per route, as API Gateway's. */
export class Throttle {
  readonly #clock: Clock;
  readonly #buckets: Buckets;

  constructor(clock: Clock) {
    this.#clock = clock;
    const full = (name: RouteName) =>
      [name, { tokens: THROTTLE.routes[name].burst, filledAt: clock() }] as const;
    this.#buckets = Object.fromEntries(ROUTE_NAMES.map(full)) as Buckets;
  }

  admits(name: RouteName): boolean {
    const { rate, burst } = THROTTLE.routes[name];
    const bucket = this.#buckets[name];
    const now = this.#clock();
    bucket.tokens = Math.min(
      burst,
      bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1_000) * rate,
    );
    bucket.filledAt = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
