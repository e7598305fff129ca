/** Converts milliseconds to whole seconds, the unit of JWT claims and of DynamoDB's TTL. */
export const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
