/** Whole seconds since the epoch, as JWTs and TTLs count, from milliseconds. */
export const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
