/** Some requests need a recent sign-in. If it is too old, the user confirms the password first. */

import type { AuthError } from '../../errors.ts';
import type { Step } from '../step.ts';
import { passwordField, usernameField } from '../steps/fields.ts';
import type { Section } from './section.ts';

/** Runs something. If the last sign-in is too old, asks for the password and runs it again. */
export async function withRecentSignIn(section: Section, run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { code } = error as Partial<AuthError>;
    if (code !== 'REAUTHENTICATION_REQUIRED') throw error;
    section.show(reauthentication(section, run));
  }
}

function reauthentication(section: Section, resume: () => unknown): Step {
  const { client, translate, user, restart } = section;
  return {
    key: 'reauthenticate',
    heading: translate('reauthenticate'),
    hint: translate('reauthenticateHint'),
    fields: [usernameField(translate, user.email ?? user.username, true), passwordField(translate)],
    submit: translate('continue'),
    async run({ password = '' }) {
      await client.reauthenticate({ password });
      await resume();
    },
    links: [{ text: translate('cancel'), run: () => restart() }],
  };
}
