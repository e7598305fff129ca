import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Creates a directory that exists until the test file has finished. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chordian-sandbox-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

interface ReceivedMail {
  subject: string;
  body: string;
  code?: string;
}

/** Reads the mails to an address, the last one first. */
export async function mailsTo({ url }: { url: string }, to: string): Promise<ReceivedMail[]> {
  const response = await fetch(`${url}/sandbox/mailbox.json?to=${encodeURIComponent(to)}`);
  return (await response.json()) as ReceivedMail[];
}

/** Returns the code in the last mail to an address that has one, or an empty text. */
export const mailedCode = async (sandbox: { url: string }, to: string): Promise<string> =>
  (await mailsTo(sandbox, to)).find(({ code }) => code !== undefined)?.code ?? '';
