/** Passkeys: registration, sign-in, and how they go together with a second factor. */

import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { type AuthenticatorOptions, authenticator } from './authenticator.ts';
import {
  enrolTotp,
  INCORRECT,
  JANE,
  MINUTE,
  notAuthorized,
  PASSWORD,
  SECOND,
  TOTP_OPTIONAL,
  tokensOf,
  totpCode,
  type World,
  type WorldOptions,
  world,
} from './kit.ts';

const POOL = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
} satisfies WorldOptions['pool'];
const WEB_AUTHN = { RelyingPartyId: 'example.com', UserVerification: 'required' } as const;
const AS_MFA = {
  ...WEB_AUTHN,
  FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
} as const;

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string; name: string };
  pubKeyCredParams: { alg: number }[];
  excludeCredentials: { id: string }[];
  authenticatorSelection: object;
}

async function signedIn(options: WorldOptions = {}) {
  const each = await world({ pool: POOL, mfa: { WebAuthnConfiguration: WEB_AUTHN }, ...options });
  const username = await each.addUser();
  return { ...each, username, AccessToken: tokensOf(await each.signIn()).AccessToken };
}

async function start({ sdk }: World, AccessToken: string): Promise<CreationOptions> {
  const { CredentialCreationOptions } = await sdk.startWebAuthnRegistration({ AccessToken });
  return CredentialCreationOptions as unknown as CreationOptions;
}

/** Registers a passkey of a new authenticator. */
async function register(each: World, AccessToken: string, options: AuthenticatorOptions = {}) {
  const device = authenticator(options);
  const { challenge } = await start(each, AccessToken);
  await each.sdk.completeWebAuthnRegistration({
    AccessToken,
    Credential: device.register(challenge),
  });
  return device;
}

const optionsIn = ({ ChallengeParameters }: InitiateAuthCommandOutput) =>
  JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}') as {
    challenge: string;
    rpId: string;
    allowCredentials: { id: string }[];
    userVerification: string;
  };

describe('the registration of a passkey', () => {
  test('begins with the options for the browser', async () => {
    const each = await signedIn();
    expect(await start(each, each.AccessToken)).toMatchObject({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      rp: { id: 'example.com' },
      user: { name: JANE },
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  test.each(['required', 'preferred'] as const)(
    'asks for a discoverable credential (%s) by the switch',
    async (residentKey) => {
      const each = await signedIn({ switches: { residentKey } });
      const { authenticatorSelection } = await start(each, each.AccessToken);
      expect(authenticatorSelection).toMatchObject({ residentKey });
    },
  );

  test('keeps it, lists it, excludes it from the next, and deletes it', async () => {
    const each = await signedIn();
    const { sdk, AccessToken, now, of } = each;
    const first = await register(each, AccessToken);
    const second = await register(each, AccessToken);
    const { Credentials } = await sdk.listWebAuthnCredentials({ AccessToken });
    expect(Credentials?.map(({ CredentialId }) => CredentialId)).toEqual([first.id, second.id]);
    expect(Credentials?.[0]).toEqual({
      CredentialId: first.id,
      FriendlyCredentialName: 'Passkey',
      RelyingPartyId: 'example.com',
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal'],
      CreatedAt: new Date(now()),
    });
    const { excludeCredentials } = await start(each, AccessToken);
    expect(excludeCredentials.map(({ id }) => id)).toEqual([first.id, second.id]);
    await expect(sdk.adminGetUserAuthFactors(of(JANE))).resolves.toMatchObject({
      ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    });
    const page = await sdk.listWebAuthnCredentials({ AccessToken, MaxResults: 1 });
    const rest = await sdk.listWebAuthnCredentials({ AccessToken, NextToken: page.NextToken });
    expect(rest.Credentials?.map(({ CredentialId }) => CredentialId)).toEqual([second.id]);
    const remove = { AccessToken, CredentialId: first.id };
    await sdk.deleteWebAuthnCredential(remove);
    await expect(sdk.deleteWebAuthnCredential(remove)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('takes a challenge once, for three minutes', async () => {
    const each = await signedIn();
    const { sdk, AccessToken, advance } = each;
    const device = authenticator();
    const { challenge } = await start(each, AccessToken);
    const complete = () =>
      sdk.completeWebAuthnRegistration({ AccessToken, Credential: device.register(challenge) });
    await complete();
    const gone = { name: 'WebAuthnChallengeNotFoundException' };
    await expect(complete()).rejects.toMatchObject(gone);
    const late = await start(each, AccessToken);
    advance(3 * MINUTE);
    await expect(
      sdk.completeWebAuthnRegistration({
        AccessToken,
        Credential: device.register(late.challenge),
      }),
    ).rejects.toMatchObject(gone);
  });

  test.each([
    ['any', undefined],
    ['same', 'WebAuthnChallengeNotFoundException'],
  ] as const)('is completed by %s access token by the switch', async (registrationToken, name) => {
    const each = await signedIn({ switches: { registrationToken } });
    const { challenge } = await start(each, each.AccessToken);
    const other = tokensOf(await each.signIn()).AccessToken;
    const answer = each.sdk.completeWebAuthnRegistration({
      AccessToken: other,
      Credential: authenticator().register(challenge),
    });
    if (name === undefined) await expect(answer).resolves.toBeDefined();
    else await expect(answer).rejects.toMatchObject({ name });
  });

  test.each([
    ['https://example.com', undefined],
    ['https://app.example.com', undefined],
    ['https://evil.example', 'WebAuthnOriginNotAllowedException'],
    ['https://notexample.com', 'WebAuthnOriginNotAllowedException'],
    ['http://example.com', 'WebAuthnOriginNotAllowedException'],
  ])('from %s: %p', async (origin, name) => {
    const each = await signedIn();
    const answer = register(each, each.AccessToken, { origin });
    if (name === undefined) await expect(answer).resolves.toBeDefined();
    else await expect(answer).rejects.toMatchObject({ name });
  });

  test('works on the developer’s own machine', async () => {
    const each = await signedIn({
      mfa: { WebAuthnConfiguration: { ...WEB_AUTHN, RelyingPartyId: 'localhost' } },
    });
    await expect(
      register(each, each.AccessToken, { origin: 'http://localhost:5173', rpId: 'localhost' }),
    ).resolves.toBeDefined();
  });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  {},
  { response: { clientDataJSON: 'nonsense' } },
  { response: { clientDataJSON: encode(null) } },
  { response: { clientDataJSON: encode({ type: 'webauthn.create', challenge: 'x', origin: 5 }) } },
])('a credential that is none is refused: %j', async (Credential) => {
  const each = await signedIn();
  await start(each, each.AccessToken);
  await expect(
    each.sdk.completeWebAuthnRegistration({ AccessToken: each.AccessToken, Credential }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a credential whose attestation is broken is refused, and may be sent again', async () => {
  const each = await signedIn();
  const { sdk, AccessToken } = each;
  const { challenge } = await start(each, AccessToken);
  const Credential = authenticator().register(challenge);
  const broken = { ...Credential.response, attestationObject: 'oA' };
  await expect(
    sdk.completeWebAuthnRegistration({
      AccessToken,
      Credential: { ...Credential, response: broken },
    }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(
    sdk.completeWebAuthnRegistration({ AccessToken, Credential }),
  ).resolves.toBeDefined();
});

describe('a sign-in by passkey', () => {
  test('asks for one of the user’s passkeys and grants tokens for it', async () => {
    const each = await signedIn();
    const device = await register(each, each.AccessToken);
    const challenge = await each.userAuth('WEB_AUTHN');
    expect(challenge.ChallengeName).toBe('WEB_AUTHN');
    const options = optionsIn(challenge);
    expect(options).toMatchObject({
      rpId: 'example.com',
      allowCredentials: [{ id: device.id, type: 'public-key', transports: ['internal'] }],
      userVerification: 'required',
    });
    const CREDENTIAL = device.assert(options.challenge);
    await expect(each.respond(challenge, { CREDENTIAL })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    await expect(each.respond(challenge, { CREDENTIAL })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
  });

  test.each(['session lives', 'session spent'] as const)(
    'refuses a wrong passkey, and the %s by the switch',
    async (wrongPasskey) => {
      const each = await signedIn({ switches: { wrongPasskey } });
      const device = await register(each, each.AccessToken);
      const challenge = await each.userAuth('WEB_AUTHN');
      const wrong = authenticator().assert(optionsIn(challenge).challenge);
      await expect(each.respond(challenge, { CREDENTIAL: wrong })).rejects.toMatchObject(INCORRECT);
      const CREDENTIAL = device.assert(optionsIn(challenge).challenge);
      const again = each.respond(challenge, { CREDENTIAL });
      if (wrongPasskey === 'session lives') {
        await expect(again).resolves.toHaveProperty('AuthenticationResult');
      } else {
        await expect(again).rejects.toMatchObject(
          notAuthorized('Invalid session for the user, session can only be used once.'),
        );
      }
    },
  );

  test('refuses an answer that was signed for another origin', async () => {
    const each = await signedIn();
    const device = await register(each, each.AccessToken);
    const challenge = await each.userAuth('WEB_AUTHN');
    const CREDENTIAL = device.assert(optionsIn(challenge).challenge, 'https://evil.example');
    await expect(each.respond(challenge, { CREDENTIAL })).rejects.toMatchObject(INCORRECT);
  });

  test('refuses the answer to another challenge, a disabled user, and no JSON', async () => {
    const each = await signedIn();
    const device = await register(each, each.AccessToken);
    const [first, second] = [await each.userAuth('WEB_AUTHN'), await each.userAuth('WEB_AUTHN')];
    const CREDENTIAL = device.assert(optionsIn(first).challenge);
    await expect(each.respond(second, { CREDENTIAL })).rejects.toMatchObject(INCORRECT);
    await expect(each.respond(second, { CREDENTIAL: '{' })).rejects.toMatchObject(INCORRECT);
    await each.sdk.adminDisableUser(each.of(JANE));
    await expect(each.respond(first, { CREDENTIAL })).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
  });
});

describe('passkeys beside an authenticator app', () => {
  async function both(options: WorldOptions = {}) {
    const each = await signedIn({
      mfa: { ...TOTP_OPTIONAL, WebAuthnConfiguration: AS_MFA },
      ...options,
    });
    const device = await register(each, each.AccessToken);
    const secret = await enrolTotp(each, each.AccessToken);
    return { ...each, device, secret };
  }
  const SWITCH_ON = { WebAuthnMfaSettings: { Enabled: true } };
  const PASSWORD_ONLY = {
    ChallengeName: 'SELECT_CHALLENGE',
    AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
  };

  test('are hidden until the user switches them on as a factor', async () => {
    const each = await both();
    await expect(each.userAuth('WEB_AUTHN')).resolves.toMatchObject(PASSWORD_ONLY);
    await each.sdk.setUserMFAPreference({ AccessToken: each.AccessToken, ...SWITCH_ON });
    const challenge = await each.userAuth('WEB_AUTHN');
    const CREDENTIAL = each.device.assert(optionsIn(challenge).challenge);
    // A passkey with user verification is both factors.
    await expect(each.respond(challenge, { CREDENTIAL })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    // After a password the code is still asked for: a passkey is no second factor.
    const password = await each.signIn();
    expect(password.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const code = totpCode(each.secret, each.now());
    await expect(each.respond(password, { SOFTWARE_TOKEN_MFA_CODE: code })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('are hidden with optional MFA by the switch, and offered with obligatory MFA', async () => {
    const each = await both({ switches: { passkeyBesideOptionalMfa: 'hidden' } });
    await each.sdk.setUserMFAPreference({ AccessToken: each.AccessToken, ...SWITCH_ON });
    await expect(each.userAuth('WEB_AUTHN')).resolves.toMatchObject(PASSWORD_ONLY);
    await each.sdk.setUserPoolMfaConfig({ UserPoolId: each.poolId, MfaConfiguration: 'ON' });
    await expect(each.userAuth('WEB_AUTHN')).resolves.toHaveProperty('ChallengeName', 'WEB_AUTHN');
  });

  test('cannot be a factor alone, nor in a pool where they are a single factor', async () => {
    const each = await both();
    const set = (settings: object) =>
      each.sdk.setUserMFAPreference({ AccessToken: each.AccessToken, ...settings });
    await set(SWITCH_ON);
    const refused = { name: 'InvalidParameterException' };
    const off = { SoftwareTokenMfaSettings: { Enabled: false } };
    await expect(set(off)).rejects.toMatchObject(refused);
    await set({ ...off, WebAuthnMfaSettings: { Enabled: false } });
    const single = await signedIn();
    await expect(
      single.sdk.setUserMFAPreference({ AccessToken: single.AccessToken, ...SWITCH_ON }),
    ).rejects.toMatchObject(refused);
  });

  test('ask for the code after them in a pool where they are a single factor', async () => {
    const each = await signedIn({
      mfa: { ...TOTP_OPTIONAL, WebAuthnConfiguration: WEB_AUTHN },
    });
    const device = await register(each, each.AccessToken);
    const challenge = await each.userAuth('WEB_AUTHN');
    await enrolTotp(each, each.AccessToken);
    each.advance(SECOND);
    const CREDENTIAL = device.assert(optionsIn(challenge).challenge);
    await expect(each.respond(challenge, { CREDENTIAL })).resolves.toHaveProperty(
      'ChallengeName',
      'SOFTWARE_TOKEN_MFA',
    );
    await expect(each.userAuth('PASSWORD', JANE, { PASSWORD })).resolves.toHaveProperty(
      'ChallengeName',
      'SOFTWARE_TOKEN_MFA',
    );
  });
});
