import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { FIREWALL } from '../../../contract/limits.ts';
import { readStage, SWITCHES } from '../../../lib/config/read-stage.ts';
import { STAGE_NAMES, STAGES } from '../../../lib/config/stages.ts';

const read = (context: Record<string, unknown>) => readStage(new App({ context }).node);

test.each(STAGE_NAMES)('reads %s with its settings unchanged', (name) => {
  expect(read({ stage: name })).toEqual({ name, config: STAGES[name] });
});

test.each([
  [{}, '-c stage=<name> must be one of dev, sandbox, prod, got no name.'],
  [{ stage: 'production' }, '-c stage=<name> must be one of dev, sandbox, prod, got "production".'],
  [{ stage: 'toString' }, '-c stage=<name> must be one of dev, sandbox, prod, got "toString".'],
  [{ stage: 'dev', waf: 'yes' }, '-c waf=<value> must be true or false, got "yes".'],
  [{ stage: 'dev', scheme: 'ftp' }, 'Stage dev: scheme must be "https" or "http", got "ftp".'],
  [
    { stage: 'prod', scheme: 'http' },
    'Stage prod: scheme must be "https" if retainData is true, got "http".',
  ],
])('rejects %j', (context, message) => {
  expect(() => read(context)).toThrow(new TypeError(message));
});

test.each(SWITCHES)('%s can be overridden for one run', (key) => {
  expect(read({ stage: 'dev', [key]: 'true' }).config[key]).toBe(true);
  expect(read({ stage: 'prod', [key]: 'false' }).config[key]).toBe(false);
});

test('waf can be overridden for one run', () => {
  expect(read({ stage: 'dev', waf: 'true' }).config.waf).toEqual(FIREWALL.limits);
  expect(read({ stage: 'prod', waf: 'true' }).config.waf).toEqual(STAGES.prod.waf);
  expect(read({ stage: 'prod', waf: 'false' }).config.waf).toBe(false);
});
