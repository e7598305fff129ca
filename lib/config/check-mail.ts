import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/** An address without quotes, brackets or spaces, so that it can stand in a header. */
const ADDRESS = /^[\w.+-]+@((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,})$/;
/** A name that needs no escapes in a quoted string (RFC 5322 section 3.2.4). */
const NAME = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .,'&+-]{0,63}$/u;

/**
 * Checks the sender of mails.
 * @throws {TypeError} if a value is not valid
 */
export function checkMail(
  { mail, signUp, retainData }: Pick<StageConfig, 'mail' | 'signUp' | 'retainData'>,
  assertSetting: AssertSetting,
): void {
  assertSetting(
    mail !== undefined || !(signUp && retainData),
    'mail',
    'be set if signUp and retainData are true, because Cognito itself sends 50 mails a day at most',
  );
  if (!mail) return;
  const { from, name, identity } = mail;
  const [, domain = ''] = ADDRESS.exec(from) ?? [];
  assertSetting(
    domain !== '',
    'mail.from',
    `be an e-mail address such as no-reply@example.com, got "${from}"`,
  );
  assertSetting(
    NAME.test(name),
    'mail.name',
    `be the name of your service, of at most 64 letters, digits, spaces and .,'&+-, got "${name}"`,
  );
  assertSetting(
    identity === undefined ||
      identity === from ||
      domain === identity ||
      domain.endsWith(`.${identity}`),
    'mail.identity',
    `be the address ${from} or a domain that contains it, got "${identity}"`,
  );
}
