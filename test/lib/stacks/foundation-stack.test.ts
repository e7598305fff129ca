import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { KEYRING, SESSION, TIMEOUTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import { addChordianAuth } from '../../../lib/chordian-auth.ts';
import { STAGE_TAG } from '../../../lib/config/stages.ts';
import { CONTEXT, configOf, findResources, getOnly, synthesise, toText } from '../synthesised.ts';

const { foundation, service } = synthesise('prod');

/** Types of the resources that must survive a redeployment. */
const STATEFUL = [
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::SecretsManager::Secret',
];

describe('data', () => {
  test.each(STATEFUL)(
    '%s is in the foundation and is retained when the stack of prod is deleted',
    (type) => {
      const retained = Object.values(findResources(foundation, type));
      expect(retained.length).toBeGreaterThan(0);
      for (const resource of retained) {
        // Deletion protection would make the rollback of a failed first deployment fail.
        const isProtected = type === 'AWS::Cognito::UserPool' || type === 'AWS::DynamoDB::Table';
        expect(resource).toMatchObject({
          DeletionPolicy: isProtected ? 'Retain' : 'RetainExceptOnCreate',
          UpdateReplacePolicy: 'Retain',
        });
      }
      expect(findResources(service, type)).toEqual({});
    },
  );

  test('the foundation does not refer to the service, which can be deleted and redeployed', () => {
    expect(JSON.stringify(foundation.toJSON())).not.toContain('Fn::ImportValue');
    expect(service.toJSON().Outputs).not.toEqual(
      expect.objectContaining({ Export: expect.anything() }),
    );
    expect(JSON.stringify(service.toJSON().Outputs)).not.toContain('"Export"');
  });

  // Such a deployment is needed before a resource of the foundation can be replaced.
  test('the service can be deployed without imports while the exports stay', () => {
    const app = new App({
      context: { ...CONTEXT, '@aws-cdk/core:defaultCrossStackReferences': 'both' },
    });
    const stacks = addChordianAuth(app, { name: 'prod', config: configOf('prod') });
    const [ofFoundation, ofService] = [stacks.foundation, stacks.service].map((stack) =>
      JSON.stringify(Template.fromStack(stack).toJSON()),
    );
    expect(ofService).not.toContain('Fn::ImportValue');
    const exportsOf = (template: string) => template.match(/"Export":\{.*?\}/g)?.toSorted();
    expect(exportsOf(ofFoundation ?? '')).toEqual(exportsOf(JSON.stringify(foundation.toJSON())));
  });

  test('prod has deletion protection', () => {
    foundation.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    foundation.allResourcesProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  test('resources of dev are deleted with their stack', () => {
    const dev = synthesise('dev').foundation;
    for (const type of STATEFUL) {
      for (const { DeletionPolicy } of Object.values(findResources(dev, type))) {
        expect(DeletionPolicy).toBe('Delete');
      }
    }
  });
});

describe('the mails of the user pool', () => {
  const triggerOf = (template: Template) => {
    const pool = getOnly(findResources(template, 'AWS::Cognito::UserPool'));
    const { CustomMessage } = pool.Properties.LambdaConfig as { CustomMessage: unknown };
    return toText(CustomMessage);
  };
  const [triggerId = ''] = Object.keys(findResources(foundation, 'AWS::Lambda::Function')).filter(
    (id) => id.startsWith('CustomMessage'),
  );

  test('are written by a function that only the pool may invoke', () => {
    expect(triggerOf(foundation)).toBe(`\${${triggerId}.Arn}`);
    const permissions = Object.values(findResources(foundation, 'AWS::Lambda::Permission')).filter(
      ({ Properties }) => toText(Properties.FunctionName).includes(triggerId),
    );
    const { Principal, SourceArn } = (permissions[0] as (typeof permissions)[number]).Properties;
    expect(permissions).toHaveLength(1);
    expect(Principal).toBe('cognito-idp.amazonaws.com');
    expect(toText(SourceArn)).toMatch(/^\$\{UsersPool\w+\.Arn\}$/);
  });

  test('are written by a function that may read the keys of the service and nothing else', () => {
    const policies = Object.entries(findResources(foundation, 'AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('CustomMessageRole'),
    );
    const { Statement } = getOnly(Object.fromEntries(policies)).Properties.PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    const allowed = Statement.map(({ Action, Resource }) => `${Action} ${toText(Resource)}`);
    expect(allowed.filter((each) => !/^(?:logs|xray):/.test(each))).toEqual([
      expect.stringMatching(/^secretsmanager:GetSecretValue \S*KeysServiceSecret/),
    ]);
  });

  test.each([true, false])('the pool lets people sign up if the stage does: %s', (signUp) => {
    synthesise('dev', { signUp }).foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !signUp },
      AutoVerifiedAttributes: ['email'],
    });
  });
});

describe('codes by e-mail as a first factor', () => {
  const { foundation: withCodes } = synthesise('dev', {
    featurePlan: 'ESSENTIALS',
    passwordless: { emailCode: true },
  });
  test('are allowed by the pool and by its client, and live for ten minutes', () => {
    withCodes.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolTier: 'ESSENTIALS',
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    withCodes.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AuthSessionValidity: 10,
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    });
  });
  test('are not allowed by default', () => {
    foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: { SignInPolicy: Match.absent() },
    });
  });
});

describe('passkeys', () => {
  const { foundation: withPasskeys } = synthesise('dev', {
    featurePlan: 'ESSENTIALS',
    passwordless: { passkeys: { relyingParty: 'example.com' } },
  });
  test('are allowed by the pool and by its client, and count as both factors', () => {
    withPasskeys.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolTier: 'ESSENTIALS',
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnRelyingPartyID: 'example.com',
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    });
    withPasskeys.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AuthSessionValidity: 5,
      ExplicitAuthFlows: Match.arrayWith(['ALLOW_USER_AUTH']),
    });
  });
  test('are not allowed by default', () => {
    foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      WebAuthnRelyingPartyID: Match.absent(),
      WebAuthnFactorConfiguration: Match.absent(),
    });
  });
});

describe('second factors', () => {
  test.each([
    ['off', { MfaConfiguration: 'OFF', EnabledMfas: Match.absent() }],
    ['required', { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }],
  ] as const)('are a choice of the stage: %s', (mfa, pool) => {
    synthesise('dev', { mfa }).foundation.hasResourceProperties('AWS::Cognito::UserPool', pool);
  });
});

describe('tables', () => {
  test.each(Object.entries(TABLES))(
    '%s has the keys and the TTL of the contract, point-in-time recovery and on-demand billing',
    (_, table) => {
      const keys = 'sortKey' in table ? [table.partitionKey, table.sortKey] : [table.partitionKey];
      foundation.hasResourceProperties('AWS::DynamoDB::Table', {
        KeySchema: keys.map((AttributeName, index) => ({
          AttributeName,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
        TimeToLiveSpecification: { AttributeName: table.ttl, Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: Match.absent(),
      });
    },
  );
});

describe('the user pool', () => {
  test('has the password length of the stage, no rules about characters, and no sign-up', () => {
    foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 15,
          RequireLowercase: false,
          RequireUppercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
        },
      },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserPoolTags: { [STAGE_TAG]: 'prod' },
    });
  });

  test('keeps an e-mail address until the new one is proven', () => {
    foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AutoVerifiedAttributes: ['email'],
    });
  });

  test('lets the client write the address and the attributes of the stage only', () => {
    const attributes = ['family_name', 'given_name', 'locale', 'name'];
    const { Properties } = getOnly(findResources(foundation, 'AWS::Cognito::UserPoolClient'));
    const { ReadAttributes, WriteAttributes } = Properties as Record<string, string[]>;
    expect(WriteAttributes?.toSorted()).toEqual(['email', ...attributes]);
    expect(ReadAttributes?.toSorted()).toEqual(['email', 'email_verified', ...attributes]);
  });

  test('has one client with a secret, which does not reveal whether a user exists', () => {
    const { Properties } = getOnly(findResources(foundation, 'AWS::Cognito::UserPoolClient'));
    expect(Properties).toMatchObject({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AllowedOAuthFlowsUserPoolClient: false,
      RefreshTokenValidity: SESSION.lifetime / 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
    });
    // Cognito does not allow it together with REFRESH_TOKEN_AUTH.
    expect(Properties).not.toHaveProperty('RefreshTokenRotation');
  });
});

describe('secrets', () => {
  test('the secret of the client is a reference', () => {
    const client = Object.keys(findResources(foundation, 'AWS::Cognito::UserPoolClient'))[0];
    foundation.hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: { 'Fn::GetAtt': [client, 'ClientSecret'] },
    });
  });

  // A later deployment would overwrite the keys with it.
  test.each(['signs session JWTs', 'of the service'])(
    'the keyring that is described with "%s" has no value in the template',
    (description) => {
      foundation.hasResourceProperties('AWS::SecretsManager::Secret', {
        Description: Match.stringLikeRegexp(description),
        SecretString: Match.absent(),
        GenerateSecretString: Match.absent(),
      });
    },
  );

  test.each(['dev', 'sandbox', 'prod'] as const)('no template of %s contains a secret', (stage) => {
    const templates = synthesise(stage, { clientIp: 'cloudfront' });
    for (const template of [templates.foundation, templates.service]) {
      for (const { Properties } of Object.values(
        findResources(template, 'AWS::SecretsManager::Secret'),
      )) {
        expect(typeof Properties.SecretString).not.toBe('string');
      }
      for (const { Properties } of Object.values(
        findResources(template, 'AWS::Lambda::Function'),
      )) {
        expect(JSON.stringify(Properties)).not.toMatch(/ClientSecret"\]|resolve:secretsmanager/);
      }
      // The firewall compares the origin secret, so CloudFormation reads it for the firewall only.
      for (const [id, resource] of Object.entries(template.toJSON().Resources)) {
        if (id.startsWith('FirewallAcl')) continue;
        expect(JSON.stringify(resource)).not.toContain('resolve:secretsmanager');
      }
    }
  });

  test('an origin secret exists only if clientIp is cloudfront', () => {
    foundation.resourceCountIs('AWS::SecretsManager::Secret', 3);
    synthesise('prod', { clientIp: 'cloudfront' }).foundation.hasResourceProperties(
      'AWS::SecretsManager::Secret',
      {
        GenerateSecretString: Match.objectLike({ PasswordLength: 43 }),
      },
    );
  });
});

describe('rotation', () => {
  test('of both secrets starts after the first keys, and only Secrets Manager may call its function', () => {
    const schedules = findResources(foundation, 'AWS::SecretsManager::RotationSchedule');
    const [firstKeys] = Object.keys(findResources(foundation, 'Custom::Trigger'));
    expect(Object.values(schedules).map(({ DependsOn }) => DependsOn)).toEqual([
      expect.arrayContaining([firstKeys]),
      expect.arrayContaining([firstKeys]),
    ]);
    foundation.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { AutomaticallyAfterDays: KEYRING.rotateAfterDays },
      RotateImmediatelyOnUpdate: false,
    });
    foundation.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: Match.anyValue(),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('the deployment waits for the first keys longer than the function’s time-out', () => {
    const { Timeout } = getOnly(findResources(foundation, 'Custom::Trigger')).Properties;
    expect(Number(Timeout)).toBeGreaterThan(TIMEOUTS.function * 1_000);
  });

  test('the first keys are created even if there is no schedule', () => {
    const bare = synthesise('dev', { rotationSchedule: false }).foundation;
    bare.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
    bare.resourceCountIs('Custom::Trigger', 1);
  });

  test('executions can be reserved', () => {
    const findRotation = (template: Template) =>
      Object.values(findResources(template, 'AWS::Lambda::Function')).find(({ Properties }) =>
        /keyrings/.test(String(Properties.Description)),
      );
    const { foundation: limited } = synthesise('dev', {
      concurrency: { 'rotate-keys': { reserved: 1 } },
    });
    expect(findRotation(limited)?.Properties).toMatchObject({ ReservedConcurrentExecutions: 1 });
    expect(findRotation(foundation)?.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('the function may do only the four steps of a rotation, on the keyrings only', () => {
    const keyrings = Object.keys(findResources(foundation, 'AWS::SecretsManager::Secret'))
      .filter((id) => id.startsWith('Keys'))
      .toSorted();
    expect(keyrings).toHaveLength(2);
    foundation.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: Match.objectLike({ 'Fn::GetAtt': Match.anyValue() }),
          },
          { Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
          {
            Action: [
              'secretsmanager:DescribeSecret',
              'secretsmanager:GetSecretValue',
              'secretsmanager:PutSecretValue',
              'secretsmanager:UpdateSecretVersionStage',
            ],
            Resource: Match.arrayEquals(keyrings.map((id) => ({ Ref: id }))),
          },
        ].map((statement) => Match.objectLike(statement)),
      },
    });
  });
});

test('operators have a log of their own, which outlives the service and prod itself', () => {
  const { OperatorsLogGroupName } = foundation.toJSON().Outputs;
  const id = OperatorsLogGroupName.Value.Ref;
  expect(findResources(foundation, 'AWS::Logs::LogGroup')[id]).toMatchObject({
    Properties: { RetentionInDays: configOf('prod').logRetention },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

describe('with ES256', () => {
  const stage = synthesise('prod', {
    tokens: { issuer: 'issuer', audience: 'audience', algorithm: 'ES256' },
  }).foundation;

  test('the private keys have a secret of their own, which is rotated in its place', () => {
    stage.resourceCountIs('AWS::SecretsManager::Secret', 4);
    const schedules = Object.values(findResources(stage, 'AWS::SecretsManager::RotationSchedule'));
    expect(schedules.map(({ Properties }) => toText(Properties.SecretId)).toSorted()).toEqual([
      expect.stringMatching(/KeysServiceSecret/),
      expect.stringMatching(/KeysSigningSecret/),
    ]);
    expect(Object.keys(stage.toJSON().Outputs)).toContain('SigningKeysSecretArn');
    expect(Object.keys(foundation.toJSON().Outputs)).not.toContain('SigningKeysSecretArn');
  });

  test('the rotation may only replace the public keys', () => {
    stage.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
            Resource: { Ref: Match.stringLikeRegexp('KeysTokensSecret') },
          }),
        ]),
      },
    });
  });
});

test.each([
  ['UserPoolId', 'AWS::Cognito::UserPool', /^Users/],
  ['UserPoolClientId', 'AWS::Cognito::UserPoolClient', /^Users/],
  ['SessionsTableName', 'AWS::DynamoDB::Table', /^Sessions/],
  ['AttemptsTableName', 'AWS::DynamoDB::Table', /^Attempts/],
  ['TokenKeysSecretArn', 'AWS::SecretsManager::Secret', /^KeysTokens/],
  ['ServiceKeysSecretArn', 'AWS::SecretsManager::Secret', /^KeysService/],
])('output %s names the %s %s', (output, type, id) => {
  const resource = Object.keys(findResources(foundation, type)).find((each) => id.test(each));
  expect(resource).toBeDefined();
  foundation.hasOutput(output, { Value: { Ref: resource } });
});

// The deploy guide lists them. A change makes a new pool without its users.
test('the properties of the pool that Cognito cannot change are those of the deploy guide', () => {
  const { Properties } = getOnly(findResources(foundation, 'AWS::Cognito::UserPool'));
  expect(Properties).toMatchObject({
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
  });
  expect(Properties).not.toHaveProperty('AliasAttributes');
  expect(Properties.Schema ?? []).toEqual(
    Properties.Schema === undefined ? [] : [expect.objectContaining({ Name: 'email' })],
  );
});
