/**
 * What became of a mail:
 * - `sent`: the upstream sent it, or pretends that it did.
 * - `refused`: the upstream refused because of the user.
 * - `exists`: the upstream did not create an account, because the name has one.
 * - `confirmed`: the upstream refused because the user is confirmed.
 * - `failed`: the upstream could not send it.
 *
 * A stranger must not learn which.
 */
export type MailOutcome = 'sent' | 'refused' | 'exists' | 'confirmed' | 'failed';
