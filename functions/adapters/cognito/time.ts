import * as z from 'zod/mini';
import { inSeconds } from '../../core/time.ts';

/** The JSON of Cognito has seconds. The SDK makes dates of them. */
export const time = z.union([
  z.pipe(
    z.date(),
    z.transform((date: Date) => inSeconds(date.getTime())),
  ),
  z.pipe(
    z.number(),
    z.transform((seconds: number) => Math.floor(seconds)),
  ),
]);
