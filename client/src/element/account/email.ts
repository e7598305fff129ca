import type { Step } from '../step.ts';
import { codeField } from '../steps/fields.ts';
import { withRecentSignIn } from './reauthenticate.ts';
import { cancel, type Section } from './section.ts';

/** Asks for the new address, which receives a code. The old one stays until the code comes back. */
export function emailChange(section: Section, notice: string | undefined): Step {
  const { client, translate, user, show } = section;
  return {
    key: 'email',
    heading: translate('changeEmail'),
    notice,
    hint: user.email === null ? undefined : translate('currentEmail', { email: user.email }),
    fields: [
      { name: 'email', label: translate('newEmail'), autocomplete: 'email', inputmode: 'email' },
    ],
    submit: translate('sendCode'),
    run: ({ email = '' }) =>
      withRecentSignIn(section, async () => {
        const { delivery } = await client.changeEmail({ email });
        show(confirmEmail(section, delivery.destination));
      }),
  };
}

function confirmEmail(section: Section, destination: string): Step {
  const { client, translate, restart } = section;
  return {
    key: `email.code.${destination}`,
    heading: translate('confirmEmail'),
    hint: translate('sent', { destination }),
    fields: [codeField(translate)],
    submit: translate('continue'),
    async run({ code = '' }) {
      await client.confirmEmail({ code });
      // The token still has the old address.
      await client.refresh().catch(() => {});
      return restart(translate('emailChanged'));
    },
    links: [cancel(section)],
  };
}
