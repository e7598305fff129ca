/** Bodies of the routes that send codes to an address and take them. */

import * as z from 'zod/mini';
import { MAILED_CODE, REQUEST } from '../limits.ts';
import { issues, text, username } from './fields.ts';

const jsonObject = { error: issues('a JSON object') };

const captcha = z.optional(text(REQUEST.captchaLength));
const attributes = z.optional(
  z.record(
    z.string().check(z.regex(/^[\w:-]{1,32}$/, 'must be the name of an attribute')),
    text(REQUEST.attributeLength),
    jsonObject,
  ),
);
/** What is sent together with a code. */
const proof = { username, code: text(MAILED_CODE.length), password: text(REQUEST.passwordLength) };

/** Body of `POST /auth/signup/resend` and of `POST /auth/password/forgot`. */
export const mailRequest = z.object({ username, captcha }, jsonObject);

/** Body of `POST /auth/signup`. */
export const signUpRequest = z.object({ username, captcha, attributes }, jsonObject);

/** Body of `POST /auth/signup/confirm`. */
export const confirmSignUpRequest = z.object({ ...proof, attributes }, jsonObject);

/** Body of `POST /auth/password/reset`. */
export const resetPasswordRequest = z.object(proof, jsonObject);
