import type { Step, Values } from '../step.ts';
import { passwordField, usernameField } from './fields.ts';
import { signInWithPasskey } from './passkey.ts';
import { linkTo, type Scene } from './scene.ts';

/**
 * The service does not tell whether an account must be confirmed or its password reset, so both are
 * always within reach.
 */
export function signIn(scene: Scene, notice: string | undefined): Step {
  const { client, translate, canSignUp, hasEmailCodes, hasPasskeys, username, remember } = scene;
  const name = usernameField(translate, username);
  return {
    key: `signIn.${canSignUp}.${hasEmailCodes}.${hasPasskeys}.${notice ?? ''}`,
    heading: translate('signIn'),
    notice,
    fields: [name, passwordField(translate)],
    submit: translate('signIn'),
    run({ username: typed = '', password = '' }) {
      remember(typed);
      return client.login({ username: typed, password });
    },
    links: [
      ...(hasPasskeys
        ? [
            {
              text: translate('passkey'),
              needs: [name],
              run: ({ username: typed = '' }: Values) => signInWithPasskey(scene, typed),
            },
          ]
        : []),
      ...(hasEmailCodes ? [linkTo(scene, translate('emailCode'), { name: 'emailCode' })] : []),
      linkTo(scene, translate('forgot'), { name: 'mail', purpose: 'forgot' }),
      ...(canSignUp
        ? [
            linkTo(scene, translate('signUp'), { name: 'mail', purpose: 'signUp' }),
            linkTo(scene, translate('resend'), { name: 'mail', purpose: 'resend' }),
          ]
        : []),
    ],
  };
}
