import type { Routes } from '../../generated/contract.ts';
import type { Item, Step } from '../step.ts';
import type { Translate } from '../texts/texts.ts';
import type { Section } from './section.ts';

type Session = Routes['listSessions']['output']['sessions'][number];

/** Where the user is signed in. Each other device can be signed out. */
export async function sessionList(section: Section): Promise<Step> {
  const { client, translate, restart } = section;
  const { sessions } = await client.listSessions();
  const others = sessions.filter(({ current }) => !current);
  return {
    key: 'sessions',
    heading: translate('sessions'),
    items: sessions.map((session) => itemOf(session, section)),
    links:
      others.length < 2
        ? []
        : [
            {
              text: translate('endOthers'),
              async run() {
                await client.endOtherSessions();
                await restart();
              },
            },
          ],
  };
}

function itemOf(
  { id, device, network, last_used_at, current }: Session,
  { client, translate, restart }: Section,
): Item {
  const title = device ?? translate('unknownDevice');
  const time = formatTime(last_used_at, translate);
  return {
    title,
    detail: [
      translate('network', { network }),
      current ? translate('thisDevice') : translate('lastUsed', { time }),
    ].join(' · '),
    links: current
      ? []
      : [
          {
            text: translate('signOut'),
            label: translate('endSession', { device: title, time }),
            async run() {
              await client.endSession({ id });
              await restart();
            },
          },
        ],
  };
}

const formatTime = (time: string, translate: Translate): string =>
  new Date(time).toLocaleString(translate('language'), { dateStyle: 'medium', timeStyle: 'short' });
