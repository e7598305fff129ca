/**
 * Decides whether a mail with a code may be sent. The decision depends on the name, the device and
 * the network, and never on whether an account exists. It is the same for every state of one.
 */

import { MAILS } from '../../../contract/limits.ts';
import type { DeviceCookies, DeviceEntry } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type {
  AttemptStore,
  Counter,
  NetworkCounters,
  NetworkCounts,
  Place,
  Snapshot,
} from '../login/attempt-store.ts';
import { type Captchas, captchaRequired, readCaptcha } from '../login/captcha.ts';
import { fingerprinter, identifyAccount, type NamedAccount } from '../login/guess.ts';
import { findKnownDevice, networkCountersOf } from '../login/strangers.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { MailStore } from './mail-store.ts';
import type { MailedCodePurpose } from './mailed-code.ts';

/** A request for a mail with a code. */
export interface MailOrder {
  username: string;
  purpose: MailedCodePurpose;
  captcha?: string | undefined;
  address: string;
  deviceCookies: readonly string[];
}

export interface MailDoor {
  /**
   * Counts a request and decides about it.
   * @throws {CAPTCHA_REQUIRED} if the device is not known to the account and solved no CAPTCHA.
   * @throws {TOO_MANY_REQUESTS} if the limit of the network is reached.
   */
  admit(order: MailOrder): Promise<Admission>;
}

/** What was decided about a request for a mail. The answer must be the same in both cases. */
export interface Admission {
  /** False if the account has had its mails for this purpose. The last code stays valid. */
  maySend: boolean;
  /** The entry by which the device is known to the account. */
  device: DeviceEntry | undefined;
  /** What was proved before is void, in seconds since the epoch. It may be the end of this second. */
  provedSince: number;
  /** Gives the mail back to the account, because it was certainly not sent. Never rejects. */
  notSent(): Promise<void>;
}

export interface MailDoorPorts {
  store: Pick<AttemptStore, 'read' | 'take'>;
  mails: MailStore;
  captchas: Captchas;
  devices: Pick<DeviceCookies, 'read'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  /** How many mails a network may ask for in an hour. */
  perNetwork: number;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** A request, and the rows that count it. */
interface Subject extends NamedAccount {
  /** Returns the row that counts the mails to the account, for strangers or for known devices. */
  mailsIdFor(device: DeviceEntry | undefined): string;
  counters: NetworkCounters;
}

export const mailDoor = (ports: MailDoorPorts): MailDoor => ({
  async admit(order) {
    const now = inSeconds(ports.clock());
    const subject = await identify(ports, order, now);
    const [seen, entries] = await Promise.all([
      ports.store.read(subject.nameId, subject.counters),
      ports.devices.read(order.deviceCookies),
    ]);
    const device = findKnownDevice(seen, subject, entries, now);
    if (!device) await admitStranger(ports, order, subject, seen, now);
    const mailsId = subject.mailsIdFor(device);
    const maySend = await ports.mails.reserve(mailsId, now);
    const { account } = subject;
    ports.audit(maySend ? 'mail_requested' : 'mail_withheld', { account, purpose: order.purpose });
    return {
      maySend,
      device,
      provedSince: seen.name.row?.devicesSince ?? 0,
      notSent: () => ports.mails.giveBack(mailsId, now).catch(ports.report),
    };
  },
});

/**
 * The purposes for which known devices have mails of their own. A code to sign in is valid for
 * minutes, so strangers who use up the mails of an hour would close this way to the owner. Other
 * codes are valid for at least that hour, and the last one stays valid.
 */
const SEPARATE_FOR_DEVICES: readonly MailedCodePurpose[] = ['sign_in'];

async function identify(
  { keys }: MailDoorPorts,
  { username, purpose, address }: MailOrder,
  now: number,
): Promise<Subject> {
  const key = await keys.permanent('counters');
  const named = identifyAccount(key, username);
  return {
    ...named,
    mailsIdFor: (device) => {
      const group = device && SEPARATE_FOR_DEVICES.includes(purpose) ? ['devices'] : [];
      return `mails.${fingerprinter(key)('mails', purpose, named.account, ...group)}`;
    },
    counters: await networkCountersOf(keys, { purpose: 'mails', address }, now, MAILS.window),
  };
}

/**
 * Counts a stranger's request. A full network is refused before a CAPTCHA is demanded, because the
 * solution could not help.
 */
async function admitStranger(
  ports: MailDoorPorts,
  { captcha, purpose }: MailOrder,
  subject: Subject,
  { counts }: Snapshot,
  now: number,
): Promise<void> {
  const places = listPlaces(subject.counters, counts, ports.perNetwork);
  const refuse = (full: readonly Counter[]) => {
    ports.audit('mail_throttled', { account: subject.account, purpose });
    const ends = Math.max(...full.map(({ windowEnds }) => windowEnds));
    return new AuthError('TOO_MANY_REQUESTS', { retryAfter: Math.max(1, ends - now) });
  };
  const full = places.filter(({ count, below }) => count >= below);
  if (full.length > 0) throw refuse(full);
  const solution = await readCaptcha(ports.captchas, captcha, subject);
  if (!solution.solved) throw captchaRequired(subject, solution.issue);
  const taken = await ports.store.take(places, solution.use);
  if (taken === 'limit') throw refuse(places);
  if (taken === 'captcha') throw captchaRequired(subject, 'used');
}

/** Lists the counters of the networks, with their counts and limits. */
function listPlaces(
  { network, wideNetwork }: NetworkCounters,
  counts: NetworkCounts,
  perNetwork: number,
): (Place & { count: number; below: number })[] {
  const narrow = { ...network, count: counts.network, below: perNetwork };
  if (wideNetwork === undefined) return [narrow];
  const below = perNetwork * MAILS.wideNetworkFactor;
  return [narrow, { ...wideNetwork, count: counts.wideNetwork ?? 0, below }];
}
