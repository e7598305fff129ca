/**
 * Measures how long a CAPTCHA takes to solve and to check. It solves as one worker of a browser
 * does: PBKDF2 by Web Crypto, one try after another. A core of a mid-range phone is about four
 * times slower than a server core, and a phone's browser runs several workers.
 */

import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { CAPTCHA } from '../contract/limits.ts';

const ROUNDS = 40;
const PHONE_SLOWDOWN = 4;

const solveTimesMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const challenge = await createChallenge({ ...CAPTCHA, deriveKey, hmacSignatureSecret: 'bench' });
  const start = performance.now();
  await solveChallenge({ challenge, deriveKey });
  solveTimesMs.push(performance.now() - start);
}

const checkTimesMs: number[] = [];
const salt = new Uint8Array(16);
const parameters = {
  algorithm: CAPTCHA.algorithm,
  cost: CAPTCHA.cost,
  keyLength: 32,
  keyPrefix: CAPTCHA.keyPrefix,
  nonce: '',
  salt: '',
};
for (let round = 0; round < ROUNDS; round += 1) {
  const start = performance.now();
  await deriveKey(parameters, salt, salt);
  checkTimesMs.push(performance.now() - start);
}

/** @param share of the values that are smaller, from 0 to 1 */
const quantileOf = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
const printRow = (label: string, milliseconds: number) =>
  console.log(`${label.padEnd(34)} ${milliseconds.toFixed(1).padStart(9)} ms`);
const medianMs = quantileOf(solveTimesMs, 0.5);
printRow('solve, median, this machine', medianMs);
printRow('solve, 95 %, this machine', quantileOf(solveTimesMs, 0.95));
printRow('solve, median, phone, one worker', medianMs * PHONE_SLOWDOWN);
printRow('solve, median, phone, four workers', medianMs);
printRow('check, median, this machine', quantileOf(checkTimesMs, 0.5));
