/** Converts milliseconds to whole seconds, the unit of JWT claims and of DynamoDB's TTL. */
export const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** Converts seconds since the epoch to ISO 8601, in UTC. */
export const toIsoTime = (seconds: number): string => new Date(seconds * 1_000).toISOString();
