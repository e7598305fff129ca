/** Returns milliseconds since the epoch. Tests pass a clock that they can advance. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
