import { APP_EVENTS, type AppEventKind } from '../../contract/app-events.ts';
import { json, table } from './markdown.ts';
import { type JsonSchema, jsonSchemaOf } from './schema-of.ts';

const MEANINGS: Record<AppEventKind, string> = {
  signed_up: 'Somebody signed up with a new address. The account is not confirmed yet.',
  confirmed: 'The owner of the address confirmed the account and set a password.',
  email_changed: 'The account has another e-mail address, which its owner has confirmed.',
  password_changed: 'The password was changed or reset.',
  deleted: 'The account was deleted. Its `sub` is never used again.',
  sessions_ended:
    'Sessions ended before their time. `reason` says why. A logout, an expiry and a session that ' +
    'a login replaces are not published.',
};

const KINDS = Object.keys(APP_EVENTS) as AppEventKind[];

/** The table of the events, and the schemas of their details. */
export const appEvents = (): string =>
  [
    table(
      ['`detail-type`', 'Meaning', '`detail`'],
      KINDS.map((kind) => [
        `\`${kind}\``,
        MEANINGS[kind],
        Object.keys(APP_EVENTS[kind].shape)
          .map((member) => `\`${member}\``)
          .join(', '),
      ]),
    ),
    '',
  ].join('\n');

/** One JSON schema for each `detail`. */
export const appEventSchemas = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $defs: Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      { description: MEANINGS[kind], ...jsonSchemaOf(APP_EVENTS[kind], 'output') },
    ]),
  ),
});

/** An event as a rule of EventBridge receives it. */
export const appEventExample = (): string =>
  `${json({
    source: 'chordian-auth',
    'detail-type': 'sessions_ended',
    time: '2026-01-01T08:00:00Z',
    detail: {
      version: 1,
      sub: '5d8f0c1e-0000-4000-8000-000000000000',
      reason: 'password_changed',
      session_ids: ['Zm9vYmFyYmF6'],
    },
  })}\n`;
