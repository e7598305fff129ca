import type { Step } from '../step.ts';
import { withRecentSignIn } from './reauthenticate.ts';
import { cancel, type Section } from './section.ts';

/** The first press asks, the second deletes. */
export function deletion(section: Section): Step {
  const { translate, show } = section;
  return {
    key: 'deletion',
    heading: translate('deleteAccount'),
    links: [
      {
        text: translate('deleteAccount'),
        run: () => show(confirmDeletion(section)),
      },
    ],
  };
}

function confirmDeletion(section: Section): Step {
  const { client, translate } = section;
  return {
    key: 'deletion.confirm',
    heading: translate('deleteAccount'),
    hint: translate('deleteHint'),
    submit: translate('deleteForever'),
    run: () => withRecentSignIn(section, () => client.deleteAccount()),
    links: [cancel(section)],
  };
}
