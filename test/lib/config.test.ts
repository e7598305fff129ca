import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import {
  checkStage,
  readStage,
  STAGE_NAMES,
  STAGES,
  type StageConfig,
  SWITCHES,
} from '../../lib/config.ts';

const read = (context: Record<string, unknown>) => readStage(new App({ context }).node);

describe('the stage', () => {
  test.each(STAGE_NAMES)('%s is valid as it stands', (name) => {
    expect(read({ stage: name })).toEqual({ name, config: STAGES[name] });
  });

  test.each([
    [{}, 'Pick a stage with -c stage=<name>: one of dev, sandbox, prod; not an empty one.'],
    [
      { stage: 'production' },
      'Pick a stage with -c stage=<name>: one of dev, sandbox, prod; not "production".',
    ],
    [
      { stage: 'toString' },
      'Pick a stage with -c stage=<name>: one of dev, sandbox, prod; not "toString".',
    ],
    [{ stage: 'dev', waf: 'yes' }, '-c waf= is true or false, not "yes".'],
    [{ stage: 'dev', scheme: 'ftp' }, 'Stage dev: scheme must be https or http.'],
    [{ stage: 'prod', scheme: 'http' }, 'Stage prod: scheme must be https where data is kept.'],
  ])('%j is refused in a sentence', (context, sentence) => {
    expect(() => read(context)).toThrow(new TypeError(sentence));
  });

  test.each(SWITCHES)('%s can be set for one run', (key) => {
    expect(read({ stage: 'dev', [key]: 'true' }).config[key]).toBe(true);
    expect(read({ stage: 'prod', [key]: 'false' }).config[key]).toBe(false);
  });
});

describe('a wrong value is refused by name', () => {
  const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  const wrong: [Partial<StageConfig>, RegExp][] = [
    [{ allowedOrigins: ['https://app.example.com/'] }, /allowedOrigins must hold origins/],
    [{ allowedOrigins: ['*'] }, /allowedOrigins must hold origins/],
    [{ allowedOrigins: ['null'] }, /allowedOrigins must hold origins/],
    [{ allowedOrigins: ['http://app.example.com'] }, /allowedOrigins must be https/],
    [{ tokens: { issuer: '', audience: 'a' } }, /tokens.issuer/],
    [{ tokens: { issuer: 'a', audience: 'a b' } }, /tokens.audience/],
    [{ documentationUrl: 'docs' }, /documentationUrl/],
    [{ documentationUrl: 'https://docs.example.com/#errors' }, /documentationUrl/],
    [{ documentationUrl: 'https://docs.example.com/$context.path' }, /documentationUrl .*gateway/],
    [{ domain: { name: 'https://auth.example.com', certificateArn } }, /domain.name/],
    [{ domain: { name: 'auth.example.com', certificateArn: '' } }, /domain.certificateArn/],
    [
      {
        domain: {
          name: 'auth.example.com',
          certificateArn,
          hostedZone: { id: '', name: 'example.com' },
        },
      },
      /domain.hostedZone.id/,
    ],
    [
      {
        domain: {
          name: 'auth.example.com',
          certificateArn,
          hostedZone: { id: 'Z1', name: 'example.org' },
        },
      },
      /must lie in the zone/,
    ],
    [{ logRetention: 10 }, /logRetention/],
    [{ alarmTopicArn: 'alarms' }, /alarmTopicArn/],
    [{ retainData: true }, /allowTestUser/],
    [{ concurrency: { login: { reserved: 0 } } }, /concurrency.login.reserved/],
    [{ concurrency: { login: { reserved: 1, provisioned: 2 } } }, /concurrency.login.provisioned/],
    [
      { concurrency: { 'rotate-keys': { reserved: 0.5 } } },
      /concurrency.rotate-keys.reserved must be a whole number/,
    ],
    [
      { concurrency: { 'rotate-keys': { provisioned: 1 } as object } },
      /concurrency.rotate-keys.provisioned must be left out/,
    ],
    [
      { concurrency: { authorizer: { reserved: 1 } } as object },
      /concurrency.authorizer must name a function: one of login, .*rotate-keys/,
    ],
  ];
  test.each(wrong)('%j', (changed, sentence) => {
    expect(() => checkStage('dev', { ...STAGES.dev, ...changed })).toThrow(sentence);
  });
});

test('only stages whose data may be lost allow the published user', () => {
  for (const config of Object.values(STAGES)) {
    expect(config.allowTestUser).toBe(!config.retainData);
  }
});
