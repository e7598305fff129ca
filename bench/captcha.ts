/**
 * What a CAPTCHA costs its solver and us. The solver is the browser's: PBKDF2 by Web Crypto, one
 * try after another, in one worker. A mid-range phone does this about four times slower than a
 * server core, and its browser runs several workers.
 */

import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { CAPTCHA } from '../contract/limits.ts';

const ROUNDS = 40;
const PHONE_SLOWDOWN = 4;

const solving: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const challenge = await createChallenge({ ...CAPTCHA, deriveKey, hmacSignatureSecret: 'bench' });
  const start = performance.now();
  await solveChallenge({ challenge, deriveKey });
  solving.push(performance.now() - start);
}

const checking: number[] = [];
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
  checking.push(performance.now() - start);
}

const at = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
const row = (what: string, milliseconds: number) =>
  console.log(`${what.padEnd(34)} ${milliseconds.toFixed(1).padStart(9)} ms`);
row('solve, median, this machine', at(solving, 0.5));
row('solve, 95 %, this machine', at(solving, 0.95));
row('solve, median, phone, one worker', at(solving, 0.5) * PHONE_SLOWDOWN);
row('solve, median, phone, four workers', at(solving, 0.5));
row('check, median, this machine', at(checking, 0.5));
