import type { AssertSetting } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';

/**
 * Checks the ways to sign in without a password.
 * @throws {TypeError} if another setting does not permit one of them
 */
export function checkPasswordless(
  { passwordless, featurePlan, names, retainData, mail, mfa }: StageConfig,
  assertSetting: AssertSetting,
): void {
  if (!passwordless?.emailCode) return;
  assertSetting(
    featurePlan !== 'LITE',
    'featurePlan',
    'be ESSENTIALS or PLUS if passwordless.emailCode is true, got "LITE"',
  );
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
