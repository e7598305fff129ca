/** Sign-up and password reset: the user orders a code by mail, then sets a password with it. */

import type { Step, Values } from '../step.ts';
import { codeField, newPasswordField, usernameField } from './fields.ts';
import { linkTo, type Place, type Purpose, type Scene } from './scene.ts';

const HEADINGS = { signUp: 'signUp', resend: 'resend', forgot: 'reset' } as const;
const HINTS = { signUp: 'signUpHint', resend: 'resendHint', forgot: 'resetHint' } as const;

/** Asks for the address that receives the code. */
export function orderMail(scene: Scene, purpose: Purpose): Step {
  const { client, translate, username, go } = scene;
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
      linkTo(scene, translate('haveCode'), { name: 'code', purpose }),
      linkTo(scene, translate('backToSignIn'), { name: 'signIn' }),
    ],
  };
}

/** Asks for the code and the new password, and signs in with it. */
export function enterCode(
  scene: Scene,
  { purpose, destination }: Extract<Place, { name: 'code' }>,
): Step {
  const { client, translate, username, go } = scene;
  async function run({ username: typed = '', code = '', new_password: password = '' }: Values) {
    const proof = { username: typed, code, password };
    if (purpose === 'forgot') await client.resetPassword(proof);
    else await client.confirmSignUp(proof);
    try {
      await client.login({ username: typed, password });
    } catch {
      // The password is set even if the sign-in has failed.
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
      linkTo(scene, translate('sendAgain'), {
        name: 'mail',
        purpose: purpose === 'signUp' ? 'resend' : purpose,
      }),
      linkTo(scene, translate('backToSignIn'), { name: 'signIn' }),
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
