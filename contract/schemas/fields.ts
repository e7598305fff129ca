/** Parts that the schemas of several bodies share. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';

/** Creates the message for a missing value or one of the wrong type: `must be a string`. */
export const issues = (kind: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'is required' : `must be ${kind}`;

/** Parameters of the schema of an object: the message for any other value. */
export const jsonObject = { error: issues('a JSON object') };

/** Creates the schema of a string of 1 to `longest` UTF-16 code units. */
export const text = (longest: number) =>
  z.string({ error: issues('a string') }).check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must be at most ${longest} characters`),
    z.refine((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );

/**
 * A name that somebody typed. Like Cognito, it accepts no spaces and no control characters
 * (API_SignUp).
 */
export const username = text(REQUEST.usernameLength).check(
  z.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]*$/u, 'must not contain spaces or control characters'),
);

export const attributeName = z
  .string()
  .check(z.regex(/^[\w:-]{1,32}$/, 'must be the name of an attribute'));
