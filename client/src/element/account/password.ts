import { nameOf } from '../../claims.ts';
import type { Step } from '../step.ts';
import { newPasswordField, passwordField, usernameField } from '../steps/fields.ts';
import { withRecentSignIn } from './reauthenticate.ts';
import type { Section } from './section.ts';

export function passwordChange(section: Section, notice: string | undefined): Step {
  const { client, translate, user, restart } = section;
  return {
    key: 'password',
    heading: translate('changePassword'),
    notice,
    fields: [
      usernameField(translate, nameOf(user), true),
      passwordField(translate, 'currentPassword'),
      newPasswordField(translate),
    ],
    submit: translate('changePassword'),
    run: ({ password = '', new_password = '' }) =>
      withRecentSignIn(section, async () => {
        await client.changePassword({ current_password: password, new_password });
        return restart(translate('passwordChanged'));
      }),
  };
}
