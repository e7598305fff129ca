import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * Checks the ways to sign in without a password.
 * @throws {TypeError} if another setting does not permit one of them
 */
export function checkPasswordless(config: StageConfig, assertSetting: AssertSetting): void {
  const { emailCode, passkeys } = config.passwordless ?? {};
  for (const [method, isOn] of Object.entries({ emailCode, passkeys })) {
    assertSetting(
      isOn === undefined || config.featurePlan !== 'LITE',
      'featurePlan',
      `be ESSENTIALS or PLUS if passwordless.${method} is set, got "LITE"`,
    );
  }
  if (emailCode) checkEmailCodes(config, assertSetting);
  if (passkeys) checkRelyingParty(passkeys.relyingParty, config, assertSetting);
}

function checkEmailCodes(
  { names, retainData, mail, mfa }: StageConfig,
  assertSetting: AssertSetting,
): void {
  assertSetting(
    names === 'email',
    'names',
    `be "email" if passwordless.emailCode is true, got "${names}"`,
  );
  // Cognito takes no codes by e-mail as a first factor of such a pool.
  assertSetting(
    mfa !== 'required',
    'mfa',
    'be "off" or "optional" if passwordless.emailCode is true, got "required"',
  );
  assertSetting(
    !retainData || mail !== undefined,
    'mail',
    'be set if retainData and passwordless.emailCode are true, because Cognito itself sends 50 ' +
      'mails a day at most',
  );
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const LOCALHOST = 'localhost';

/** Domains of AWS under which every customer has names. */
const SHARED = ['amazonaws.com', 'amazoncognito.com', 'amplifyapp.com', 'cloudfront.net'];

/**
 * Browsers use a passkey on the relying party and below it (Web Authentication section 5.1.3).
 * Cognito has no list of origins, so that the check of these settings is the only one before users
 * register.
 */
function checkRelyingParty(
  relyingParty: string,
  { allowedOrigins, domain }: StageConfig,
  assertSetting: AssertSetting,
): void {
  const setting = 'passwordless.passkeys.relyingParty';
  assertSetting(
    relyingParty === LOCALHOST || DOMAIN.test(relyingParty),
    setting,
    `be a domain in lower case, such as example.com, got "${relyingParty}"`,
  );
  assertSetting(
    !SHARED.some((shared) => isWithin(relyingParty, shared)),
    setting,
    `be a domain of your own, got "${relyingParty}"`,
  );
  for (const origin of allowedOrigins) {
    assertSetting(
      isWithin(new URL(origin).hostname, relyingParty),
      'allowedOrigins',
      `lie at or below the relying party ${relyingParty} of passkeys, got "${origin}"`,
    );
  }
  assertSetting(
    domain === undefined || isWithin(domain.name, relyingParty),
    'domain.name',
    `lie at or below the relying party ${relyingParty} of passkeys, got "${domain?.name}"`,
  );
}

const isWithin = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`);
