import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { KEYRING, SESSION, TIMEOUTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import { chordianAuth } from '../../../lib/chordian-auth.ts';
import { STAGE_TAG } from '../../../lib/config.ts';
import { CONTEXT, configOf, only, resources, synthesise } from '../synthesised.ts';

const { foundation, service } = synthesise('prod');

/** What a redeploy must not lose. */
const STATEFUL = [
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::SecretsManager::Secret',
];

describe('what must survive', () => {
  test.each(STATEFUL)(
    '%s is in the foundation, and outlives even that where data is kept',
    (type) => {
      const kept = Object.values(resources(foundation, type));
      expect(kept.length).toBeGreaterThan(0);
      for (const resource of kept) {
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      }
      expect(resources(service, type)).toEqual({});
    },
  );

  test('nothing in it refers to the service, which can go and come back at any time', () => {
    expect(JSON.stringify(foundation.toJSON())).not.toContain('Fn::ImportValue');
    expect(service.toJSON().Outputs).not.toEqual(
      expect.objectContaining({ Export: expect.anything() }),
    );
    expect(JSON.stringify(service.toJSON().Outputs)).not.toContain('"Export"');
  });

  test('can be replaced all the same: for one deployment the service lets go, while the exports stay', () => {
    const app = new App({
      context: { ...CONTEXT, '@aws-cdk/core:defaultCrossStackReferences': 'both' },
    });
    const stacks = chordianAuth(app, { name: 'prod', config: configOf('prod') });
    const [ours, theirs] = [stacks.foundation, stacks.service].map((stack) =>
      JSON.stringify(Template.fromStack(stack).toJSON()),
    );
    expect(theirs).not.toContain('Fn::ImportValue');
    const exports = (template: string) => template.match(/"Export":\{.*?\}/g)?.toSorted();
    expect(exports(ours ?? '')).toEqual(exports(JSON.stringify(foundation.toJSON())));
  });

  test('cannot be deleted by mistake', () => {
    foundation.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    foundation.allResourcesProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  test('goes with its stack where data is not kept', () => {
    const dev = synthesise('dev').foundation;
    for (const type of STATEFUL) {
      for (const { DeletionPolicy } of Object.values(resources(dev, type))) {
        expect(DeletionPolicy).toBe('Delete');
      }
    }
  });
});

describe('tables', () => {
  test.each(Object.entries(TABLES))(
    '%s has the keys and the TTL of the contract, recovery, and is paid by request',
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
  test('has a strong password policy and takes no sign-ups', () => {
    foundation.hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
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

  test('has one client, with a secret, only the flows in use, and no telling who exists', () => {
    const { Properties } = only(resources(foundation, 'AWS::Cognito::UserPoolClient'));
    expect(Properties).toMatchObject({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AllowedOAuthFlowsUserPoolClient: false,
      RefreshTokenValidity: SESSION.lifetime / 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
    });
    // Excludes REFRESH_TOKEN_AUTH.
    expect(Properties).not.toHaveProperty('RefreshTokenRotation');
  });
});

describe('secrets', () => {
  test('the client’s comes by reference', () => {
    const client = Object.keys(resources(foundation, 'AWS::Cognito::UserPoolClient'))[0];
    foundation.hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: { 'Fn::GetAtt': [client, 'ClientSecret'] },
    });
  });

  test('the keyring has no value in the template: a later deployment would write it over the keys', () => {
    foundation.hasResourceProperties('AWS::SecretsManager::Secret', {
      Description: Match.stringLikeRegexp('keyring'),
      SecretString: Match.absent(),
      GenerateSecretString: Match.absent(),
    });
  });

  test.each(['dev', 'sandbox', 'prod'] as const)('no template of %s holds one', (stage) => {
    const templates = synthesise(stage, { clientIp: 'cloudfront' });
    for (const template of [templates.foundation, templates.service]) {
      for (const { Properties } of Object.values(
        resources(template, 'AWS::SecretsManager::Secret'),
      )) {
        expect(typeof Properties.SecretString).not.toBe('string');
      }
      for (const { Properties } of Object.values(resources(template, 'AWS::Lambda::Function'))) {
        expect(JSON.stringify(Properties)).not.toMatch(/ClientSecret"\]|resolve:secretsmanager/);
      }
      expect(JSON.stringify(template.toJSON())).not.toContain('resolve:secretsmanager');
    }
  });

  test('an origin secret exists only behind a CDN', () => {
    foundation.resourceCountIs('AWS::SecretsManager::Secret', 2);
    synthesise('prod', { clientIp: 'cloudfront' }).foundation.hasResourceProperties(
      'AWS::SecretsManager::Secret',
      {
        GenerateSecretString: Match.objectLike({ PasswordLength: 43 }),
      },
    );
  });
});

describe('rotation', () => {
  test('comes by schedule, after the first key, from a function that Secrets Manager alone may call', () => {
    const schedule = only(resources(foundation, 'AWS::SecretsManager::RotationSchedule'));
    const [firstKey] = Object.keys(resources(foundation, 'Custom::Trigger'));
    expect(schedule.DependsOn).toContain(firstKey);
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

  test('the deployment waits for the first key longer than the function that makes it can take', () => {
    const { Timeout } = only(resources(foundation, 'Custom::Trigger')).Properties;
    expect(Number(Timeout)).toBeGreaterThan(TIMEOUTS.function * 1_000);
  });

  test('without a schedule the first key is made all the same', () => {
    const bare = synthesise('dev', { rotationSchedule: false }).foundation;
    bare.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
    bare.resourceCountIs('Custom::Trigger', 1);
  });

  test('executions can be reserved', () => {
    const rotation = (template: Template) =>
      Object.values(resources(template, 'AWS::Lambda::Function')).find(({ Properties }) =>
        /keyring/.test(String(Properties.Description)),
      );
    const { foundation: limited } = synthesise('dev', {
      concurrency: { 'rotate-keys': { reserved: 1 } },
    });
    expect(rotation(limited)?.Properties).toMatchObject({ ReservedConcurrentExecutions: 1 });
    expect(rotation(foundation)?.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('may do the four steps on the keyring and nothing else', () => {
    const keyring = Object.entries(resources(foundation, 'AWS::SecretsManager::Secret')).find(
      ([id]) => id.startsWith('Keyring'),
    )?.[0];
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
            Resource: { Ref: keyring },
          },
        ].map((statement) => Match.objectLike(statement)),
      },
    });
  });
});

test.each([
  ['UserPoolId', 'AWS::Cognito::UserPool', /^Users/],
  ['UserPoolClientId', 'AWS::Cognito::UserPoolClient', /^Users/],
  ['SessionsTableName', 'AWS::DynamoDB::Table', /^Sessions/],
  ['AttemptsTableName', 'AWS::DynamoDB::Table', /^Attempts/],
])('output %s names the %s %s', (output, type, id) => {
  const resource = Object.keys(resources(foundation, type)).find((each) => id.test(each));
  expect(resource).toBeDefined();
  foundation.hasOutput(output, { Value: { Ref: resource } });
});
