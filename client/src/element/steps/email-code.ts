/** A sign-in with a code by e-mail. The step that asks for the code is that of a challenge. */

import type { Step } from '../step.ts';
import { usernameField } from './fields.ts';
import { linkTo, type Scene } from './scene.ts';

export function orderSignInCode(scene: Scene): Step {
  const { client, translate, username, remember } = scene;
  return {
    key: 'emailCode',
    heading: translate('emailCode'),
    hint: translate('emailCodeHint'),
    fields: [usernameField(translate, username)],
    submit: translate('sendCode'),
    run({ username: typed = '' }) {
      remember(typed);
      return client.passwordless({ username: typed, method: 'email_code' });
    },
    links: [linkTo(scene, translate('backToSignIn'), { name: 'signIn' })],
  };
}
