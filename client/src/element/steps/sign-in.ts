import type { Link, Step } from '../step.ts';
import { passwordField, usernameField } from './fields.ts';
import type { Place, Scene } from './scene.ts';

/**
 * The service does not tell whether an account must be confirmed or its password reset, so both are
 * always within reach.
 */
export function signIn(
  { client, translate, canSignUp, username, remember, go }: Scene,
  notice: string | undefined,
): Step {
  const link = (text: string, place: Place): Link => ({
    text,
    run: ({ username: typed }) => go(place, typed),
  });
  return {
    key: `signIn.${canSignUp}.${notice ?? ''}`,
    heading: translate('signIn'),
    notice,
    fields: [usernameField(translate, username), passwordField(translate)],
    submit: translate('signIn'),
    run({ username: typed = '', password = '' }) {
      remember(typed);
      return client.login({ username: typed, password });
    },
    links: [
      link(translate('forgot'), { name: 'mail', purpose: 'forgot' }),
      ...(canSignUp
        ? [
            link(translate('signUp'), { name: 'mail', purpose: 'signUp' }),
            link(translate('resend'), { name: 'mail', purpose: 'resend' }),
          ]
        : []),
    ],
  };
}
