import type { User } from '../../claims.ts';
import type { AuthClient } from '../../client.ts';
import type { Link, Step } from '../step.ts';
import type { Translate } from '../texts/texts.ts';

/** What the sections of an account need. */
export interface Section {
  client: AuthClient;
  translate: Translate;
  user: User;
  /** Shows a step in the panel of the section. */
  show(step: Step): void;
  /** Shows the first step of the section again. */
  restart(notice?: string): Promise<void>;
}

/** Links back to the first step of the section. */
export const cancel = ({ translate, restart }: Section): Link => ({
  text: translate('cancel'),
  run: () => restart(),
});
