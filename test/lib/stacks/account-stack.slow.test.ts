import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addChordianAuth } from '../../../lib/chordian-auth.ts';
import { STAGE_NAMES } from '../../../lib/config/stages.ts';
import { CONTEXT, configOf } from '../synthesised.ts';

/** The account's template in an app with these stages, and the stack of each service. */
function synthesiseStages(...names: (typeof STAGE_NAMES)[number][]) {
  const app = new App({ context: CONTEXT });
  const stages = names.map((name) => addChordianAuth(app, { name, config: configOf(name) }));
  const [account, ...others] = new Set(stages.map((stage) => stage.account));
  if (account === undefined || others.length > 0) throw new Error('expected one account stack');
  return { account, template: Template.fromStack(account).toJSON(), stages };
}

test('all stages of an app share one stack of the account', () => {
  const { stages } = synthesiseStages(...STAGE_NAMES);
  for (const { account, service, foundation } of stages) {
    expect(service.dependencies).toEqual(expect.arrayContaining([account, foundation]));
    for (const stack of [service, foundation]) {
      Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
    }
  }
});

test('the stack is the same whichever stage is deployed', () => {
  expect(synthesiseStages('prod').template).toEqual(synthesiseStages('dev').template);
});

test('the log role is kept with the stack deleted, but not if its first deployment fails', () => {
  const template = Template.fromJSON(synthesiseStages('dev').template);
  for (const type of ['AWS::ApiGateway::Account', 'AWS::IAM::Role']) {
    template.resourceCountIs(type, 1);
    template.hasResource(type, {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  }
});
