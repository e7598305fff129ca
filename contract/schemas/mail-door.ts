/** Bodies of the routes that send codes to an address and take them. */

import * as z from 'zod/mini';
import { REQUEST } from '../limits.ts';
import { attributeName, jsonObject, text, username } from './fields.ts';

const captcha = z.optional(text(REQUEST.captchaLength));
const attributes = z.optional(z.record(attributeName, text(REQUEST.attributeLength), jsonObject));
/** What is sent together with a code. */
const proof = { username, code: text(REQUEST.codeLength), password: text(REQUEST.passwordLength) };

/** Body of `POST /auth/signup/resend` and of `POST /auth/password/forgot`. */
export const mailRequest = z.object({ username, captcha }, jsonObject);

/** Body of `POST /auth/signup`. */
export const signUpRequest = z.object({ username, captcha, attributes }, jsonObject);

/** Body of `POST /auth/signup/confirm`. */
export const confirmSignUpRequest = z.object({ ...proof, attributes }, jsonObject);

/** Body of `POST /auth/password/reset`. */
export const resetPasswordRequest = z.object(proof, jsonObject);
