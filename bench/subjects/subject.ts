/** A subject of the warm benchmark: what it does, once per call. */

export const OPERATIONS = ['login', 'refresh', 'session', 'verify'] as const;
export type Operation = (typeof OPERATIONS)[number];
export type Subject = Partial<Record<Operation, () => Promise<void>>>;

export const expectStatus = (status: number, expected: number): void => {
  if (status !== expected) throw new Error(`expected status ${expected}, got ${status}`);
};
