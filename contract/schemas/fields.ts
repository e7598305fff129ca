/** Parts that the schemas of several bodies share. */

import * as z from 'zod/mini';

/** Creates the message for a missing value or one of the wrong type: `must be a string`. */
export const issues = (kind: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'is required' : `must be ${kind}`;

/** Creates the schema of a string of 1 to `longest` UTF-16 code units. */
export const text = (longest: number) =>
  z.string({ error: issues('a string') }).check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must be at most ${longest} characters`),
    z.refine((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );
