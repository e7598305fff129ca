/** The permissions page, held against the calls of the commands and against the templates. */

import { readdirSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { createKeyring } from '../../functions/core/keys/rotate-keys.ts';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { STAGE_NAMES, STAGE_TAG } from '../../lib/config/stages.ts';
import { inRepository } from '../../lib/paths.ts';
import { executeOneOf } from '../../operations/frame/commands.ts';
import { preflight } from '../../operations/preflight/preflight.ts';
import { USERS } from '../../operations/users/commands.ts';
import { CONTEXT, configOf } from '../lib/synthesised.ts';
import { replaceAws } from '../support/aws-of-file.ts';
import type { Answers } from '../support/fake-aws.ts';
import { actionsOf, policies, statementsOf, usersActions } from './policies.ts';
import { DOMAIN, FULL_STAGE, readyAccount } from './preflight/ready-account.ts';
import { run } from './run.ts';
import { stackWith } from './stack.ts';
import { accountOfJane } from './users/account.ts';

const aws = await replaceAws();
beforeEach(() => {
  aws.actions = [];
});

/** The actions that IAM names otherwise, and the one that needs no permission. */
const IAM_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'apigateway:GetAccount': ['apigateway:GET'],
  'sts:GetCallerIdentity': [],
};

/** A call that makes every request that the command can make. */
interface Call {
  answers: () => Answers;
  run: () => Promise<unknown>;
}

const onStack =
  (command: string, ...args: string[]) =>
  async () => {
    const { status, stderr } = await run(command, [...args, '--stack', 'the-stack']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };

const CALLS: Readonly<Record<string, Call>> = {
  preflight: {
    answers: () => ({
      ...readyAccount(),
      GetServiceQuota: () => ({ __type: 'NoSuchResourceException' }),
      GetAWSDefaultServiceQuota: () => ({ Quota: { Value: 120 } }),
    }),
    run: async () => {
      const results = await preflight(FULL_STAGE);
      expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
    },
  },
  'retire-key': {
    answers: () => {
      let stored = JSON.stringify(createKeyring(Date.now()));
      return {
        ...stackWith({ [FOUNDATION_OUTPUTS.tokenKeys]: 'arn:tokens' }),
        GetSecretValue: () => ({ SecretString: stored }),
        PutSecretValue: ({ SecretString }) => {
          stored = String(SecretString);
          return {};
        },
        DescribeSecret: () => ({
          VersionIdsToStages: { new: ['AWSCURRENT'], old: ['AWSPENDING'] },
        }),
        UpdateSecretVersionStage: () => ({}),
      };
    },
    run: onStack('retire-key', '--all', 'tokens'),
  },
  'rotate-client-secret': {
    answers: () => {
      const ids = ['old'];
      const versions: Record<string, string[]> = {};
      return {
        ...stackWith({
          [FOUNDATION_OUTPUTS.userPoolId]: 'the-pool',
          [FOUNDATION_OUTPUTS.userPoolClientId]: 'client',
          [FOUNDATION_OUTPUTS.clientSecret]: 'arn:client',
        }),
        // Both are so old that the rotation may be finished.
        ListUserPoolClientSecrets: () => ({
          ClientSecrets: ids.map((ClientSecretId, at) => ({
            ClientSecretId,
            ClientSecretCreateDate: at,
          })),
        }),
        AddUserPoolClientSecret: () => {
          ids.push('new');
          return { ClientSecretDescriptor: { ClientSecretId: 'new', ClientSecretValue: 'hush' } };
        },
        DeleteUserPoolClientSecret: () => ({}),
        DescribeSecret: () => ({ VersionIdsToStages: versions }),
        PutSecretValue: ({ ClientRequestToken, VersionStages }) => {
          versions[String(ClientRequestToken)] = VersionStages as string[];
          return {};
        },
      };
    },
    run: async () => {
      await onStack('rotate-client-secret')();
      await onStack('rotate-client-secret', '--finish')();
    },
  },
  'test-user': {
    answers: () => ({
      ...stackWith({ [FOUNDATION_OUTPUTS.userPoolId]: 'the-pool' }),
      DescribeUserPool: () => ({ UserPool: { UserPoolTags: { [STAGE_TAG]: 'dev' } } }),
      AdminCreateUser: () => ({}),
      AdminSetUserPassword: () => ({}),
    }),
    run: onStack('test-user'),
  },
  users: {
    answers: accountOfJane,
    run: async () => {
      for (const [name, calls] of Object.entries(USERS_CALLS)) {
        for (const args of calls) await runUsers(name, args);
      }
    },
  },
};

/** Runs a command about users without a process of its own, which takes most of the time. */
async function runUsers(name: string, args: readonly string[]): Promise<void> {
  const all = [name, ...args, '--stack', 'the-stack'];
  const { status, stderr } = await executeOneOf(USERS, all);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

const JANE = ['--username', 'jane@example.com'];

/** Calls of each command about users, which together make every request that it can make. */
const USERS_CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  list: [[]],
  show: [JANE],
  invite: [JANE, ['--again', ...JANE]],
  create: [[...JANE, '--show-password']],
  disable: [JANE],
  enable: [JANE],
  'reset-password': [JANE, ['--show-password', ...JANE]],
  'reset-factors': [JANE],
  unlock: [JANE],
  groups: [JANE],
  'add-to-group': [['--group', 'staff', ...JANE]],
  'remove-from-group': [['--group', 'staff', ...JANE]],
  sessions: [JANE],
  'end-sessions': [JANE],
  delete: [JANE],
};

test('every command has a policy on the page', () => {
  const commands = readdirSync(inRepository('operations'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
  expect(Object.keys(CALLS).sort()).toEqual(commands.sort());
  expect([...policies.keys()].sort()).toEqual(
    ['CloudFormation', 'The deployer', ...commands].sort(),
  );
});

test.each(Object.entries(CALLS))(
  '%s calls what its policy allows, and nothing else',
  async (command, call) => {
    aws.answers = call.answers();
    await call.run();
    const called = new Set(aws.actions.flatMap((action) => IAM_ACTIONS[action] ?? [action]));
    expect([...called].sort()).toEqual([...new Set(actionsOf(command))].sort());
  },
);

describe('npm run users', () => {
  test('has a row on the page for each command', () => {
    expect(Object.keys(USERS_CALLS)).toEqual(Object.keys(USERS.commands));
    expect([...usersActions.keys()]).toEqual(Object.keys(USERS.commands));
  });

  test.each(Object.entries(USERS_CALLS))('%s calls what its row says', async (name, calls) => {
    aws.answers = accountOfJane();
    for (const args of calls) await runUsers(name, args);
    const called = new Set(aws.actions.flatMap((action) => IAM_ACTIONS[action] ?? [action]));
    expect([...called].sort()).toEqual(usersActions.get(name)?.toSorted());
  });
});

describe.each(Object.keys(CALLS))('the policy of %s', (command) => {
  test('allows actions on resources of their own services only', () => {
    for (const { effect, actions, resources } of statementsOf(command)) {
      expect(effect).toBe('Allow');
      const services = new Set(actions.map((action) => action.split(':')[0]));
      for (const resource of resources.filter((each) => each.startsWith('arn:'))) {
        expect([resource.split(':')[2]]).toEqual([...services]);
      }
    }
  });

  test('allows only to read where it names no resource', () => {
    const anywhere = statementsOf(command).filter(({ resources }) => resources.includes('*'));
    for (const action of anywhere.flatMap(({ actions }) => actions)) {
      expect(action).toMatch(/^[\w-]+:(?:Get|Describe)\w+$/);
    }
  });
});

describe('a deployment', () => {
  const stacks = STAGE_NAMES.flatMap((name) => {
    const app = new App({ context: CONTEXT });
    addChordianAuth(app, {
      name,
      config: configOf(name, {
        domain: DOMAIN,
        ...(name === 'prod' && { clientIp: 'cloudfront' }),
      }),
    });
    return app.synth().stacks;
  });
  const PLACEHOLDERS: Readonly<Record<string, string>> = {
    Partition: 'aws',
    AccountId: '<account>',
    Region: '<region>',
  };
  const fill = (arn: string): string =>
    arn.replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => PLACEHOLDERS[name] ?? name);

  test('takes on roles of the bootstrap only', () => {
    const [{ actions, resources } = {}] = statementsOf('The deployer');
    expect(actions).toEqual(['sts:AssumeRole']);
    const [prefix = '', suffix = ''] = resources?.[0]?.split('*') ?? [];
    const roles = stacks.flatMap((stack) => [stack.assumeRoleArn, stack.lookupRole?.arn]);
    expect(roles.length).toBeGreaterThan(0);
    for (const role of roles) {
      const arn = fill(role ?? '');
      expect(arn.startsWith(prefix)).toBe(true);
      expect(arn.endsWith(suffix)).toBe(true);
    }
  });

  test('lets CloudFormation use the services of the templates', () => {
    /** Services that IAM names otherwise than CloudFormation. A trigger invokes a function. */
    const renamed: Readonly<Record<string, string>> = { cognito: 'cognito-idp', trigger: 'lambda' };
    const types = stacks.flatMap((stack) =>
      Object.values<{ Type: string }>(stack.template.Resources).map(({ Type }) => Type),
    );
    const needed = new Set(
      types.map((type) => {
        const service = type.split('::')[1]?.toLowerCase() ?? type;
        return renamed[service] ?? service;
      }),
    );
    const allowed = actionsOf('CloudFormation').map((action) => action.split(':')[0]);
    // Beside the resources: the bundles, and the version of the bootstrap.
    expect([...needed, 's3', 'ssm'].sort()).toEqual(allowed.sort());
  });

  test('creates no role under a name that its policy does not allow', () => {
    expect(actionsOf('CloudFormation').filter((action) => action.startsWith('iam:'))).toEqual([
      'iam:*',
    ]);
    for (const { stackName, template } of stacks) {
      expect(stackName).toMatch(/^ChordianAuth-/);
      for (const { Type, Properties } of Object.values<{
        Type: string;
        Properties?: Record<string, unknown>;
      }>(template.Resources)) {
        // A generated name begins with that of the stack.
        if (Type === 'AWS::IAM::Role') expect(Properties).not.toHaveProperty('RoleName');
      }
    }
  });
});
