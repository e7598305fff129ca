/** The authenticator app of the user: set up, replaced by another one, and removed. */

import type { Step } from '../step.ts';
import { drawSecret } from '../steps/authenticator.ts';
import { codeField } from '../steps/fields.ts';
import { withRecentSignIn } from './reauthenticate.ts';
import { cancel, type Section } from './section.ts';

export async function authenticatorApp(
  section: Section,
  notice: string | undefined,
): Promise<Step> {
  const { client, translate, restart } = section;
  const { totp, required } = await client.getMfa();
  async function remove() {
    await client.disableTotp();
    await restart(translate('totpRemoved'));
  }
  return {
    key: `totp.${totp.enabled}`,
    heading: translate('totp'),
    notice,
    hint: translate(totp.enabled ? 'totpOn' : 'totpOff'),
    links: [
      {
        text: translate(totp.enabled ? 'totpReplace' : 'totpSetUp'),
        run: () => withRecentSignIn(section, () => setUp(section)),
      },
      ...(totp.enabled && !required
        ? [{ text: translate('totpRemove'), run: () => withRecentSignIn(section, remove) }]
        : []),
    ],
  };
}

/** Begins the set-up with a new secret. */
async function setUp(section: Section): Promise<void> {
  const { client, translate, show, restart } = section;
  const { secret, otpauth_uri } = await client.startTotp();
  const prove: Step = {
    key: `totp.prove.${secret}`,
    heading: translate('step.MFA_SETUP'),
    hint: translate('hint.MFA_SETUP'),
    content: drawSecret({ secret, otpauth_uri }, translate),
    fields: [codeField(translate, 'numeric')],
    submit: translate('continue'),
    run: ({ code = '' }) =>
      withRecentSignIn(
        section,
        async () => {
          await client.enableTotp({ code });
          await restart(translate('totpAdded'));
        },
        // The code has expired in the meantime.
        () => show(prove),
      ),
    links: [cancel(section)],
  };
  show(prove);
}
