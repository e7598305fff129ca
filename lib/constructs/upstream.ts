import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  type CfnUserPoolClient,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  PasskeyUserVerification,
  type StandardAttributesMask,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SESSION } from '../../contract/limits.ts';
import type { MfaSetting } from '../../contract/mfa.ts';
import type { ChangeableAttribute } from '../../contract/user-attributes.ts';
import { challengeLifetimeOf } from '../config/challenge-lifetime.ts';
import { formatSender } from '../config/mail-sender.ts';
import type { StageConfig } from '../config/stage-config.ts';
import type { AuthFunction } from './auth-function.ts';
import { mailIdentityArn } from './mail-identity.ts';
import { removalOf } from './removal.ts';
import { grantRead } from './stored-secret.ts';

/**
 * A handle on the user pool client. The functions' calls to Cognito need the client's secret and no
 * IAM permission.
 */
export class Upstream {
  readonly clientId: string;
  readonly clientSecretArn: string;
  readonly #encryptionKeyArn: string | undefined;

  constructor(clientId: string, clientSecretArn: string, encryptionKeyArn?: string) {
    this.clientId = clientId;
    this.clientSecretArn = clientSecretArn;
    this.#encryptionKeyArn = encryptionKeyArn;
  }

  grantUse(fn: AuthFunction): void {
    const secret = { secretArn: this.clientSecretArn, encryptionKeyArn: this.#encryptionKeyArn };
    grantRead(fn, secret, {
      USER_POOL_CLIENT_ID: this.clientId,
      USER_POOL_CLIENT_SECRET_ID: this.clientSecretArn,
    });
  }
}

/** The user pool and its only client, which is confidential. */
export class UserDirectory extends Construct {
  readonly pool: UserPool;
  readonly upstream: Upstream;

  constructor(
    scope: Construct,
    id: string,
    config: Pick<
      StageConfig,
      | 'retainData'
      | 'featurePlan'
      | 'signUp'
      | 'passwords'
      | 'challengeLifetime'
      | 'passwordless'
      | 'mfa'
      | 'attributes'
      | 'mail'
      | 'encryptionKeyArn'
    >,
  ) {
    super(scope, id);
    const { retainData, featurePlan, signUp, mfa, passwords, attributes } = config;
    const { mail, encryptionKeyArn } = config;
    const { emailCode: emailOtp = false, passkeys } = config.passwordless ?? {};
    const isPasswordless = emailOtp || passkeys !== undefined;
    const removalPolicy = removalOf({ retainData });
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: Stack.of(this).stackName,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: signUp,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: MFA[mfa],
      mfaSecondFactor: { otp: true, sms: false },
      // The service checks passwords before Cognito does, against a list of common ones as well.
      passwordPolicy: {
        minLength: passwords.minLength,
        requireLowercase: false,
        requireUppercase: false,
        requireDigits: false,
        requireSymbols: false,
        tempPasswordValidity: Duration.days(3),
      },
      // A new address replaces the old one when its code comes back.
      keepOriginal: { email: true },
      featurePlan: FeaturePlan[featurePlan],
      ...(isPasswordless && {
        signInPolicy: {
          allowedFirstAuthFactors: { password: true, emailOtp, passkey: passkeys !== undefined },
        },
      }),
      ...(passkeys && {
        passkeyRelyingPartyId: passkeys.relyingParty,
        passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      }),
      deletionProtection: retainData,
      // Deletion protection would make a rollback fail, so the pool is kept even then.
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG1',
        reason:
          'NIST SP 800-63B-4 section 3.1.1.2 forbids rules about the kinds of characters. The ' +
          'service rejects common passwords.',
      },
      {
        id: 'AwsSolutions-COG2',
        reason:
          'The setting "mfa" of the stage decides whether users may or must have a second factor.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'The service counts attempts and requires a CAPTCHA before it calls Cognito. The Plus ' +
          'plan would add a cost for the same protection.',
      },
    );

    if (passkeys) {
      // Otherwise an authenticator app would switch a user's passkeys off.
      (this.pool.node.defaultChild as CfnUserPool).webAuthnFactorConfiguration =
        'MULTI_FACTOR_WITH_USER_VERIFICATION';
    }
    if (encryptionKeyArn !== undefined) {
      (this.pool.node.defaultChild as CfnUserPool).keyConfiguration = {
        keyType: 'CUSTOMER_MANAGED_KEY',
        kmsKeyArn: encryptionKeyArn,
      };
    }
    if (mail) {
      (this.pool.node.defaultChild as CfnUserPool).emailConfiguration = {
        emailSendingAccount: 'DEVELOPER',
        from: formatSender(mail),
        sourceArn: mailIdentityArn(this, mail),
      };
    }

    const client = this.pool.addClient('Client', {
      generateSecret: true, // otherwise anyone could call Cognito directly and avoid the limits
      authFlows: { userPassword: true, ...(isPasswordless && { user: true }) },
      disableOAuth: true,
      authSessionValidity: Duration.seconds(challengeLifetimeOf(config)),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      readAttributes: createAttributes({ email: true, emailVerified: true }, attributes),
      writeAttributes: createAttributes({ email: true }, attributes),
      refreshTokenValidity: Duration.seconds(SESSION.lifetime),
      // These tokens are not used after the request that receives them.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
    });
    client.applyRemovalPolicy(removalPolicy);
    const secret = new CfnSecret(this, 'ClientSecret', {
      description: 'Chordian Auth: secret of the user pool client',
      ...(encryptionKeyArn !== undefined && { kmsKeyId: encryptionKeyArn }),
      // CloudFormation resolves this reference, so no template contains the value. A deployment may
      // write the value again; functions prefer the one that an operator has rotated.
      secretString: (client.node.defaultChild as CfnUserPoolClient).attrClientSecret,
    });
    secret.applyRemovalPolicy(removalPolicy);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Cognito generates this value. An operator rotates it with npm run rotate-client-secret.',
    });
    this.upstream = new Upstream(client.userPoolClientId, secret.ref, encryptionKeyArn);
  }

  /** Has a function write the mails with codes. Cognito may invoke it for this pool only. */
  writeMailsWith(fn: AuthFunction): void {
    // `Function` declares `role?: IRole`, so `exactOptionalPropertyTypes` does not accept it.
    this.pool.addTrigger(UserPoolOperation.CUSTOM_MESSAGE, fn as IFunction);
  }
}

/** The setting of the pool. */
const MFA: Readonly<Record<MfaSetting, Mfa>> = {
  off: Mfa.OFF,
  optional: Mfa.OPTIONAL,
  required: Mfa.REQUIRED,
};

/** Names of the attributes in the CDK. */
const CDK_ATTRIBUTES: Readonly<Record<ChangeableAttribute, keyof StandardAttributesMask>> = {
  address: 'address',
  birthdate: 'birthdate',
  family_name: 'familyName',
  gender: 'gender',
  given_name: 'givenName',
  locale: 'locale',
  middle_name: 'middleName',
  name: 'fullname',
  nickname: 'nickname',
  picture: 'profilePicture',
  profile: 'profilePage',
  website: 'website',
  zoneinfo: 'timezone',
};

/** The attributes that the service may read or write for a user. */
const createAttributes = (
  always: StandardAttributesMask,
  attributes: readonly ChangeableAttribute[],
): ClientAttributes =>
  new ClientAttributes().withStandardAttributes({
    ...always,
    ...Object.fromEntries(attributes.map((name) => [CDK_ATTRIBUTES[name], true])),
  });
