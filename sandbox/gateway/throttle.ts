import type { RouteTable } from '../../contract/routes/index.ts';
import type { Clock } from '../clock.ts';

interface Bucket {
  /** Tokens added per second. */
  rate: number;
  /** Most tokens that the bucket holds. */
  burst: number;
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** Throttles each route by a token bucket, like the method throttling of API Gateway. */
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

  /** Takes a token for a request to a route. Returns false if none is left. */
  takeToken(name: string): boolean {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return false;
    const now = this.#clock();
    const added = (Math.max(0, now - bucket.filledAt) / 1_000) * bucket.rate;
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + added);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
