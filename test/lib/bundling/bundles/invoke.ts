import { spawn } from 'node:child_process';
import type { FunctionName } from '../../../../contract/environment.ts';
import { type RouteName, routeOf } from '../../../../contract/routes/index.ts';
import { TEST_USER } from '../../../../contract/test-user.ts';
import { inRepository } from '../../../../lib/paths.ts';
import { ACCOUNT_QUERY, restEvent } from '../../../support/event.ts';
import { credentials, type startFakeAws } from '../../../support/fake-aws.ts';
import type { Bundle } from './build.ts';

interface Outcome {
  result?: unknown;
  error?: string;
}

/** What the suites test: the bundles, a way to invoke them, and the AWS that they call. */
export interface Deployment {
  bundles: readonly Bundle[];
  invoke: (name: FunctionName, event: unknown) => Promise<Outcome>;
  aws: Awaited<ReturnType<typeof startFakeAws>>;
}

/**
 * Starts a bundle in a new process and invokes it once, as Lambda does: in its directory, by its
 * handler string, with its own variables only.
 */
export const createInvoke =
  (bundles: readonly Bundle[], endpoint: string): Deployment['invoke'] =>
  (name, event) => {
    const { directory, handler, environment } = findBundle(bundles, name);
    const child = spawn(
      inRepository('node_modules/.bin/node'),
      ['-e', writeScript(handler, event)],
      {
        cwd: directory,
        env: {
          ...environment,
          AWS_ENDPOINT_URL: endpoint,
          ...credentials,
          AWS_LAMBDA_FUNCTION_NAME: 'test',
        },
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    let outcome = '';
    let errors = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      outcome += chunk;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    return new Promise((resolve, reject) => {
      child.on('close', () =>
        outcome
          ? resolve(JSON.parse(outcome))
          : reject(new Error(`the bundle did not start: ${errors}`)),
      );
    });
  };

export const findBundle = (bundles: readonly Bundle[], name: FunctionName): Bundle =>
  bundles.find((candidate) => candidate.name === name) as Bundle;

/** Writes a script that invokes the handler and writes the outcome to file descriptor 3. */
function writeScript(handler: string, event: unknown): string {
  const [file, exported] = handler.split('.');
  return `
    const { ${exported}: handler } = require('./${file}.js');
    const context = {
      awsRequestId: 'r',
      functionName: 'f',
      getRemainingTimeInMillis: () => 20000,
    };
    Promise.resolve(handler(${JSON.stringify(event)}, context))
      .then((result) => ({ result }), (error) => ({ error: String(error) }))
      .then((outcome) => {
        require('node:fs').writeSync(3, JSON.stringify(outcome));
        process.exit(0);
      });`;
}

/** Creates an event for a route, with the values that most bodies need if it reads one. */
export const createEvent = (name: RouteName, headers: Record<string, string> = {}) =>
  restEvent(name, {
    headers: { 'Content-Type': 'application/json', ...headers },
    body: routeOf(name).body
      ? JSON.stringify({ ...TEST_USER, code: '123456', method: 'email_code' })
      : null,
    query: name === 'captcha' ? ACCOUNT_QUERY : {},
  });
