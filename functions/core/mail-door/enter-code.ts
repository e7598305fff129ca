import { MAILED_CODE, MAILS } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore } from '../login/attempt-store.ts';
import { currentCounter, fingerprinter, identifyAccount, readCounterKeys } from '../login/guess.ts';
import { fingerprintNetwork, networksOf } from '../network.ts';
import type { Audit, Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type CodeFormat, type MailedCodePurpose, readMailedCode } from './mailed-code.ts';

export interface EnterCodePorts {
  codeFormat: CodeFormat;
  store: Pick<AttemptStore, 'take'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  clock: Clock;
}

/** What a person typed. */
export interface TypedCode {
  username: string;
  code: string;
  purpose: MailedCodePurpose;
  address: string;
}

/** A code that may be shown to the upstream. */
export interface EnteredCode {
  /** Fingerprint of the name. */
  account: string;
  /** The upstream's part of the code. */
  code: string;
  /** The row of its note, and what the note holds. */
  note: { id: string; fingerprint: string };
}

/**
 * Checks an entered code as far as that is possible without the upstream.
 * @throws {AuthError|INVALID_CODE} if this service did not mail it.
 * @throws {AuthError|TOO_MANY_REQUESTS} if the codes have no suffix and too many were entered.
 */
export async function enterCode(ports: EnterCodePorts, typed: TypedCode): Promise<EnteredCode> {
  const { username, purpose } = typed;
  const key = await ports.keys.permanent('counters');
  const { account } = identifyAccount(key, username);
  const subject = { purpose, holder: username };
  const code = await readMailedCode(ports, typed.code, subject, ports.codeFormat).catch(
    (error: unknown) => {
      if (error instanceof AuthError && error.code === 'INVALID_CODE') {
        ports.audit('code_refused', { account, purpose });
      }
      throw error;
    },
  );
  if (ports.codeFormat === 'plain') await countEntry(ports, typed, account);
  const fingerprint = fingerprinter(key);
  return {
    account,
    code,
    note: {
      id: `code.${fingerprint('code', purpose, account)}`,
      fingerprint: fingerprint('code', purpose, account, code),
    },
  };
}

/** Counts the entry of a code that anybody can make up, whether or not the account exists. */
async function countEntry(
  { store, keys, clock }: EnterCodePorts,
  { purpose, address }: TypedCode,
  account: string,
): Promise<void> {
  const now = inSeconds(clock());
  const [key, networkKey] = await readCounterKeys(keys);
  const network = fingerprintNetwork(networkKey, networksOf(address).narrow);
  const fingerprint = fingerprinter(key);
  const { accountAndNetwork, account: ofAccount } = MAILED_CODE.plainEntries;
  const counterOf = (...parts: string[]) =>
    currentCounter(fingerprint('code entries', purpose, account, ...parts), now, MAILS.window);
  const places = [
    { ...counterOf(network), below: accountAndNetwork },
    { ...counterOf(), below: ofAccount },
  ];
  if ((await store.take(places, undefined)) === 'taken') return;
  const ends = Math.max(...places.map(({ windowEnds }) => windowEnds));
  throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: ends - now });
}
