/**
 * The members of `details`, for the schema section. A test fails if an error has a member that is
 * missing here.
 */
export const DETAILS: Readonly<Record<string, string>> = {
  action: 'What the client should do next. Always there.',
  field: 'The part of the request that is wrong: a body field, a header, `refresh_token`.',
  alternative_action: 'Another action that can help, beside `action`.',
  issue: 'What is wrong with it.',
  origin: 'The origin of the page whose request was refused, if the request names one.',
  reason: 'Why a token was refused.',
  captcha: '`provider` and `challenge_url` of the CAPTCHA to solve.',
  challenge:
    '`name`, `token` and `parameters` of the sign-in step that must follow. ' +
    'See the guide "Challenges".',
  rules: 'The rules that a new password breaks. See the guide "Passwords".',
  min_length: 'The shortest password that is accepted, in characters, if one was too short.',
  upstream: 'The service behind this one that failed.',
  request_id: 'On every 5xx: what support needs to find the request.',
  retry_after:
    'Seconds to wait before a retry can work; also the `Retry-After` header. ' +
    'Absent if waiting does not help.',
};
