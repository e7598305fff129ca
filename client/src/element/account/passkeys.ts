/** The passkeys of the user: listed, added, renamed and removed. */

import type { Routes } from '../../generated/contract.ts';
import { createPasskey, supportsPasskeys } from '../../passkeys.ts';
import type { Item, Link, Step } from '../step.ts';
import { withRecentSignIn } from './reauthenticate.ts';
import { cancel, type Section } from './section.ts';

type Passkey = Routes['listPasskeys']['output']['passkeys'][number];

export async function passkeyList(section: Section, notice: string | undefined): Promise<Step> {
  const { client, translate } = section;
  const { passkeys } = await client.listPasskeys();
  return {
    key: 'passkeys',
    heading: translate('passkeys'),
    notice,
    hint: translate(supportsPasskeys() ? 'passkeysHint' : 'passkeysMissing'),
    items: passkeys.map((passkey) => itemOf(passkey, section)),
    links: supportsPasskeys()
      ? [
          {
            text: translate('passkeyAdd'),
            run: () => withRecentSignIn(section, () => add(section)),
          },
        ]
      : [],
  };
}

async function add({ client, translate, restart }: Section): Promise<void> {
  const { options, registration_token } = await client.beginPasskey();
  const credential = await createPasskey(options);
  await client.completePasskey({ registration_token, credential });
  await restart(translate('passkeyAdded'));
}

function itemOf(passkey: Passkey, section: Section): Item {
  const { translate, show } = section;
  const { name, created_at } = passkey;
  const time = new Date(created_at).toLocaleDateString(translate('language'), {
    dateStyle: 'medium',
  });
  const open = (text: string, step: (passkey: Passkey, section: Section) => Step): Link => ({
    text,
    label: `${text}: ${name}`,
    run: () => show(step(passkey, section)),
  });
  return {
    title: name,
    detail: translate('passkeyCreated', { time }),
    links: [open(translate('rename'), renaming), open(translate('remove'), removal)],
  };
}

const renaming = ({ id, name }: Passkey, section: Section): Step => ({
  key: `passkeys.rename.${id}`,
  heading: section.translate('passkeyRename'),
  fields: [
    { name: 'name', label: section.translate('passkeyName'), autocomplete: 'off', value: name },
  ],
  submit: section.translate('rename'),
  async run({ name: typed = '' }) {
    await section.client.renamePasskey({ id, name: typed });
    await section.restart();
  },
  links: [cancel(section)],
});

const removal = ({ id, name }: Passkey, section: Section): Step => ({
  key: `passkeys.remove.${id}`,
  heading: section.translate('passkeyRemove'),
  hint: section.translate('passkeyRemoveHint', { name }),
  submit: section.translate('remove'),
  run: () =>
    withRecentSignIn(section, async () => {
      await section.client.removePasskey({ id });
      await section.restart(section.translate('passkeyRemoved'));
    }),
  links: [cancel(section)],
});
