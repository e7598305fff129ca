import type { StageConfig } from './stage-config.ts';

export type MailSettings = NonNullable<StageConfig['mail']>;

/** Returns the header `From`. A name that is not ASCII is encoded (RFC 2047). */
export function formatSender({ from, name }: MailSettings): string {
  const isAscii = /^[ -~]*$/.test(name);
  const shown = isAscii ? `"${name}"` : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
  return `${shown} <${from}>`;
}
