import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  FeaturePlan,
  Mfa,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SESSION } from '../../contract/limits.ts';
import { READ_SECRET } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/**
 * Cognito as the functions use it. Its sign-in calls take no IAM permission, but the client's
 * secret.
 */
export class Upstream {
  readonly clientId: string;
  readonly clientSecretArn: string;

  constructor(clientId: string, clientSecretArn: string) {
    this.clientId = clientId;
    this.clientSecretArn = clientSecretArn;
  }

  grantUse(fn: AuthFunction): void {
    fn.allow(READ_SECRET, [this.clientSecretArn], {
      USER_POOL_CLIENT_ID: this.clientId,
      USER_POOL_CLIENT_SECRET_ID: this.clientSecretArn,
    });
  }
}

/** The user pool and the one confidential client that may sign in to it. */
export class UserDirectory extends Construct {
  readonly pool: UserPool;
  readonly upstream: Upstream;

  constructor(scope: Construct, id: string, { retainData }: { retainData: boolean }) {
    super(scope, id);
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: Stack.of(this).stackName,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false, // the API has no sign-up route, and nobody else knows the client's secret
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: retainData,
      removalPolicy,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'MFA is each user’s choice; the API answers CHALLENGE_REQUIRED for those who have it.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'The service counts attempts and demands a CAPTCHA itself, before Cognito is asked; the Plus plan would be paid for twice.',
      },
    );

    const client = this.pool.addClient('Client', {
      generateSecret: true, // without it, anyone could sign in around our limits
      authFlows: { userPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      refreshTokenValidity: Duration.seconds(SESSION.lifetime),
      // Never used beyond the request that gets them.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
    });
    client.applyRemovalPolicy(removalPolicy);
    const secret = new CfnSecret(this, 'ClientSecret', {
      description: 'Chordian Auth: secret of the user pool client',
      // By reference: CloudFormation carries the value over, no template holds it.
      secretString: (client.node.defaultChild as CfnUserPoolClient).attrClientSecret,
    });
    secret.applyRemovalPolicy(removalPolicy);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Cognito made this value and cannot change it in place; a new one comes with a new client.',
    });
    this.upstream = new Upstream(client.userPoolClientId, secret.ref);
  }
}
