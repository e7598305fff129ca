/**
 * Some requests need a recent sign-in. If it is too old, the user confirms the password first, and
 * then the second factor, if there is one.
 */

import { nameOf } from '../../claims.ts';
import type { AuthError } from '../../errors.ts';
import type { Challenge } from '../../state.ts';
import type { Step } from '../step.ts';
import { answerChallenge } from '../steps/challenge.ts';
import { passwordField, usernameField } from '../steps/fields.ts';
import { cancel, type Section } from './section.ts';

/** Runs something. If the last sign-in is too old, the user confirms it, and then it is resumed. */
export async function withRecentSignIn(
  section: Section,
  run: () => unknown,
  resume: () => unknown = run,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { code } = error as Partial<AuthError>;
    if (code !== 'REAUTHENTICATION_REQUIRED') throw error;
    section.show(reauthentication(section, resume));
  }
}

function reauthentication(section: Section, resume: () => unknown): Step {
  const { client, translate, user } = section;
  return {
    key: 'reauthenticate',
    heading: translate('reauthenticate'),
    hint: translate('reauthenticateHint'),
    fields: [usernameField(translate, nameOf(user), true), passwordField(translate)],
    submit: translate('continue'),
    run: ({ password = '' }) => confirm(section, () => client.reauthenticate({ password }), resume),
    links: [cancel(section)],
  };
}

/** Sends a proof of the identity, and resumes when no other must follow. */
async function confirm(section: Section, send: () => unknown, resume: () => unknown) {
  try {
    await send();
  } catch (thrown) {
    const error = thrown as AuthError;
    if (error.code === 'CHALLENGE_REQUIRED') {
      return section.show(nextFactor(section, error.details.challenge, resume));
    }
    // The steps are over. They begin again, with the reason.
    if (error.code === 'INVALID_CHALLENGE' || error.code === 'CODE_EXPIRED') {
      section.show(reauthentication(section, resume));
    }
    throw error;
  }
  await resume();
}

const nextFactor = (section: Section, challenge: Challenge, resume: () => unknown): Step => ({
  ...answerChallenge(challenge, {
    translate: section.translate,
    username: nameOf(section.user),
    answer: (input) => confirm(section, () => section.client.challenge(input), resume),
    links: [cancel(section)],
  }),
  // Sections of a page have different names.
  heading: section.translate('reauthenticate'),
});
