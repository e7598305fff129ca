import type { RouteTable } from '../../contract/routes/index.ts';
import type { Clock } from '../clock.ts';

interface Bucket {
  rate: number;
  burst: number;
  tokens: number;
  filledAt: number;
}

/** Method throttling: a token bucket per route, as API Gateway's. */
export class Throttle {
  readonly #clock: Clock;
  readonly #buckets: ReadonlyMap<string, Bucket>;

  constructor(routes: RouteTable, clock: Clock) {
    this.#clock = clock;
    this.#buckets = new Map(
      Object.entries(routes).map(([name, { throttle }]) => [
        name,
        { ...throttle, tokens: throttle.burst, filledAt: clock() },
      ]),
    );
  }

  /** Takes a token for a request to the route. Returns false if there is none. */
  admits(name: string): boolean {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return false;
    const now = this.#clock();
    const filled = (Math.max(0, now - bucket.filledAt) / 1_000) * bucket.rate;
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + filled);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
