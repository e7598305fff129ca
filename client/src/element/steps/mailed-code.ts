/** Sign-up and reset: a code is mailed, and whoever reads the mail sets the password. */

import type { Step, Values } from '../step.ts';
import { codeField, newPasswordField, usernameField } from './fields.ts';
import type { Place, Purpose, Scene } from './scene.ts';

const HEADINGS = { signUp: 'signUp', resend: 'resend', forgot: 'reset' } as const;
const HINTS = { signUp: 'signUpHint', resend: 'resendHint', forgot: 'resetHint' } as const;

/** Asks for the address that receives the code. */
export function orderMail({ client, translate, username, go }: Scene, purpose: Purpose): Step {
  return {
    key: `mail.${purpose}`,
    heading: translate(HEADINGS[purpose]),
    hint: translate(HINTS[purpose]),
    fields: [usernameField(translate, username)],
    submit: translate('sendCode'),
    async run({ username: typed = '' }) {
      go(await send(client, purpose, typed), typed);
    },
    links: [
      {
        text: translate('haveCode'),
        run: ({ username: typed }) => go({ name: 'code', purpose }, typed),
      },
      {
        text: translate('backToSignIn'),
        run: ({ username: typed }) => go({ name: 'signIn' }, typed),
      },
    ],
  };
}

/** Asks for the code and the new password, and signs in with it. */
export function enterCode(
  { client, translate, username, go }: Scene,
  { purpose, destination }: Extract<Place, { name: 'code' }>,
): Step {
  async function run({ username: typed = '', code = '', new_password: password = '' }: Values) {
    const proof = { username: typed, code, password };
    if (purpose === 'forgot') await client.resetPassword(proof);
    else await client.confirmSignUp(proof);
    try {
      await client.login({ username: typed, password });
    } catch {
      // The password is set all the same.
      go({ name: 'signIn', notice: translate('passwordSet') }, typed);
    }
  }
  return {
    key: `code.${purpose}.${destination ?? ''}`,
    heading: translate(purpose === 'forgot' ? 'reset' : 'resend'),
    hint: destination === undefined ? undefined : translate('sent', { destination }),
    fields: [usernameField(translate, username), codeField(translate), newPasswordField(translate)],
    submit: translate('setPassword'),
    run,
    links: [
      {
        text: translate('sendAgain'),
        run: ({ username: typed }) =>
          go({ name: 'mail', purpose: purpose === 'signUp' ? 'resend' : purpose }, typed),
      },
      {
        text: translate('backToSignIn'),
        run: ({ username: typed }) => go({ name: 'signIn' }, typed),
      },
    ],
  };
}

/** Orders the mail. Returns the step that follows. */
async function send(client: Scene['client'], purpose: Purpose, username: string): Promise<Place> {
  const methods = {
    signUp: client.signUp,
    resend: client.resendCode,
    forgot: client.forgotPassword,
  };
  const { delivery } = await methods[purpose]({ username });
  return { name: 'code', purpose, destination: delivery.destination };
}
