import assert from 'node:assert/strict';
import { ERRORS } from '../../contract/errors/index.ts';
import { PASSWORD_RULES } from '../../contract/password-rules.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { deliveryResponse, passwordlessResponse } from '../../contract/schemas/index.ts';
import type { Api, ApiResponse } from '../api.ts';
import { type Check, type Deployment, group } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';
import { unknownUsername } from '../unknown-username.ts';

const post = (api: Api, route: RouteName, body: object): Promise<ApiResponse> =>
  api.call(route, { body: JSON.stringify(body) });

/** A code that no deployment mails, except with a chance below 2^-35. */
const MADE_UP_CODE = '123456QQQQQQQQ';
const PASSWORD = 'conformance of a mail door';

/** The checks of a route that has a code mailed. */
const mailRules = (route: RouteName, rest: object = {}): Record<string, Check['run']> => ({
  'a name that is not an e-mail address is BAD_REQUEST and names username': async ({ api }) => {
    const { details } = expectError(
      await post(api, route, { username: 'jane', ...rest }),
      'BAD_REQUEST',
    );
    assert.equal(details.field, 'username');
  },
  'a device that the account does not know needs a CAPTCHA': async ({ api }) => {
    const answer = await post(api, route, { username: unknownUsername(), ...rest });
    expectError(answer, 'CAPTCHA_REQUIRED');
    assert.ok(await api.solveCaptcha(answer.error));
  },
});

/** Asks for a mail, with a solved CAPTCHA. */
async function order(api: Api, route: RouteName, body: object): Promise<ApiResponse> {
  const { error } = await post(api, route, body);
  return post(api, route, { ...body, captcha: await api.solveCaptcha(error) });
}

/** The checks of a route that takes a mailed code. */
const codeRules = (route: RouteName): Record<string, Check['run']> => ({
  'a made-up code is INVALID_CODE, and a new one may be asked for': async ({ api }) => {
    const body = { username: unknownUsername(), code: MADE_UP_CODE, password: PASSWORD };
    const { details } = expectError(await post(api, route, body), 'INVALID_CODE');
    assert.deepEqual(
      [details.action, details.alternative_action],
      [ERRORS.INVALID_CODE.action, 'request_code'],
    );
  },
  'a bad password is PASSWORD_REJECTED and names the rules': async ({ api }) => {
    const body = { username: unknownUsername(), code: MADE_UP_CODE, password: 'a' };
    const { details } = expectError(await post(api, route, body), 'PASSWORD_REJECTED');
    const rules = details.rules as (typeof PASSWORD_RULES)[number][];
    assert.ok(rules.includes('too_short'));
    for (const rule of rules) assert.ok(PASSWORD_RULES.includes(rule), `unknown rule ${rule}`);
  },
});

/** A user and a name without an account get the same answer. */
const alike =
  (route: RouteName, body: object) =>
  async ({ api, user }: Pick<Deployment, 'api' | 'user'>): Promise<void> => {
    const known = await post(api, route, { username: user.username, ...body });
    const unknown = await post(api, route, { username: unknownUsername(), ...body });
    assert.equal(known.status, unknown.status);
    const withoutAccount = ({ text }: ApiResponse) => text.replace(/account=[\w-]{43}/, '');
    assert.equal(withoutAccount(known), withoutAccount(unknown));
  };

const EMAIL_CODE = { method: 'email_code' };
const MADE_UP_PROOF = { code: MADE_UP_CODE, password: PASSWORD };

export const mailDoor: readonly Check[] = [
  ...group('recovery', [], mailRules('forgotPassword')),
  ...group('recovery', [], codeRules('resetPassword')),
  ...group('recovery', ['user'], {
    'a request for a code is answered as for an unknown name': alike('forgotPassword', {}),
    'a made-up code is answered as for an unknown name': alike('resetPassword', MADE_UP_PROOF),
  }),
  // An address may ask for few mails an hour, so only the sandbox is asked for one.
  ...group('recovery', ['sandbox'], {
    'a request for a code is 202 with a masked destination': async ({ api }) => {
      const answer = await order(api, 'forgotPassword', {
        username: `jane.${unknownUsername()}`,
      });
      expectStatus(answer, 202);
      expectBody(answer, deliveryResponse);
      assert.match(answer.text, /"destination":"j\*\*\*@.\*\*\*"/);
    },
  }),
  ...group('sign-up', ['signUp'], mailRules('signUp')),
  ...group('sign-up', ['signUp'], codeRules('confirmSignUp')),
  ...group('sign-up', ['signUp', 'user'], {
    'a sign-up is answered as for an unknown name': alike('signUp', {}),
    'a made-up code is answered as for an unknown name': alike('confirmSignUp', MADE_UP_PROOF),
  }),
  ...group('passwordless', ['passwordless'], mailRules('passwordless', EMAIL_CODE)),
  ...group('passwordless', ['passwordless', 'user'], {
    'a request for a code is answered as for an unknown name': alike('passwordless', EMAIL_CODE),
  }),
  ...group('passwordless', ['passwordless', 'sandbox'], {
    'a request is 202 with a challenge and a masked destination': async ({ api }) => {
      const answer = await order(api, 'passwordless', {
        username: `jane.${unknownUsername()}`,
        ...EMAIL_CODE,
      });
      expectStatus(answer, 202);
      const { challenge } = expectBody(answer, passwordlessResponse);
      assert.ok(challenge.name === 'EMAIL_OTP');
      assert.match(challenge.parameters.delivery.destination, /^j\*\*\*@.\*\*\*$/);
    },
  }),
];
