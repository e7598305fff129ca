import type { Action } from '../../contract/errors/row.ts';

/** Advice for clients on each `details.action`. */
export const ACTION_ADVICE: Readonly<Record<Action, string>> = {
  fix_request:
    'The request is wrong. Change what `details.field` and `details.issue` name; ' +
    'sending it again unchanged fails again.',
  login: 'Show the sign-in form. No token that the client holds will do.',
  refresh: 'Call `POST /api/auth/refresh` once, then repeat the request with the new token.',
  retry:
    'Wait `details.retry_after` seconds, then repeat the same request. Limit the number of tries.',
  solve_captcha:
    'Solve the challenge at `details.captcha.challenge_url` ' +
    'and send the request again with `captcha`.',
  complete_challenge:
    'The account needs a further sign-in step, named by `details.challenge`. ' +
    'Send its answer to `POST /api/auth/challenge`.',
  reset_password:
    'Send the user to the password reset, then to sign in. ' +
    'If `details.retry_after` is there, signing in later can work, too.',
  confirm_account: 'Send the user to confirm the account, then to sign in.',
  reenter_code:
    'Ask for the code again. If `details.alternative_action` is `request_code`, offer a new code, too.',
  reenter_password: 'Ask for the password again, and say what was wrong with it.',
  request_code:
    'Offer to send a new code, then ask for that one. At a sign-in, that means to begin again.',
  reauthenticate:
    'Ask for the password, call `POST /api/auth/reauthenticate`, then repeat the request.',
  contact_support: 'The client cannot solve this. Tell the user, and show the request id.',
};
