/** Fields that several steps have. */

import type { Field } from '../step.ts';
import type { Translate } from '../texts/texts.ts';

/** Not `type="email"`: a user pool may have names that are not addresses. */
export const usernameField = (translate: Translate, value: string, isReadOnly = false): Field => ({
  name: 'username',
  label: translate('username'),
  autocomplete: 'username',
  inputmode: 'email',
  value,
  isReadOnly,
});

export const passwordField = (
  translate: Translate,
  label: 'password' | 'currentPassword' = 'password',
): Field => ({
  name: 'password',
  label: translate(label),
  type: 'password',
  autocomplete: 'current-password',
});

export const newPasswordField = (translate: Translate): Field => ({
  name: 'new_password',
  label: translate('newPassword'),
  type: 'password',
  autocomplete: 'new-password',
});

/** Mailed codes contain letters, so the keyboard of a phone must not be numeric for them. */
export const codeField = (translate: Translate, inputmode: 'numeric' | 'text' = 'text'): Field => ({
  name: 'code',
  label: translate('code'),
  autocomplete: 'one-time-code',
  inputmode,
});
