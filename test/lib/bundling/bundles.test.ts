import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import * as z from 'zod/mini';
import { ENVIRONMENT, type FunctionName } from '../../../contract/environment.ts';
import {
  type AuthorizerContext,
  gatewayResponse,
  renderGatewayResponse,
} from '../../../contract/gateway.ts';
import { SESSION } from '../../../contract/limits.ts';
import { ROUTE_NAMES, routeOf } from '../../../contract/routes/index.ts';
import { errorEnvelope } from '../../../contract/schemas/index.ts';
import { TEST_USER } from '../../../contract/test-user.ts';
import { ProtectedApiStack } from '../../../examples/protected-api/protected-api-stack.ts';
import { keyringKeys } from '../../../functions/adapters/secrets/keys.ts';
import { type Keyring, parseKeyring } from '../../../functions/core/keys/keyring.ts';
import { withNewKey } from '../../../functions/core/keys/rotate-keys.ts';
import { sessionJwts } from '../../../functions/core/sessions/session-jwt.ts';
import { bundling } from '../../../lib/bundling/bundling.ts';
import { chordianAuth } from '../../../lib/chordian-auth.ts';
import { inRepository } from '../../../lib/paths.ts';
import { FAULTS } from '../../../scenarios/faults.ts';
import { type Answers, credentials, startFakeAws } from '../fake-aws.ts';
import { CONTEXT, configOf, type Resource, text } from '../synthesised.ts';
import { proseIn } from './prose.ts';

/** Bytes. What a function has to read before it can answer is its cold start. */
const LARGEST = 450_000;

interface Bundle {
  name: FunctionName;
  directory: string;
  handler: string;
  environment: Record<string, string>;
}

const started = Date.now() - 1_000;
const outdir = mkdtempSync(join(tmpdir(), 'chordian-bundles-'));
const config = configOf('dev');
const bundles: Bundle[] = quietly(synthesiseBundled).stacks.flatMap(({ template }) =>
  Object.values((template as { Resources: Record<string, Resource> }).Resources).flatMap(
    ({ Type, Properties }) => {
      const {
        Description = '',
        Code,
        Handler,
        Environment,
      } = Properties as unknown as LambdaProperties;
      if (Type !== 'AWS::Lambda::Function' || !Description.startsWith('Chordian Auth')) return [];
      const asset = Code.S3Key?.replace('.zip', '');
      const environment = Object.fromEntries(
        Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [key, text(value)]),
      );
      return [
        {
          name: nameOf(Description),
          directory: join(outdir, `asset.${asset}`),
          handler: Handler,
          environment,
        },
      ];
    },
  ),
);

/** Each function of the product and the one of the example, bundled. */
function synthesiseBundled() {
  const app = new App({ outdir, context: { ...CONTEXT, 'aws:cdk:bundling-stacks': ['**'] } });
  const { foundation } = chordianAuth(app, { name: 'dev', config });
  new ProtectedApiStack(app, 'Example', { backend: foundation.backend, config });
  return app.synth();
}

/** Without what CDK says about each asset. */
function quietly<T>(work: () => T): T {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return work();
  } finally {
    stderr.mockRestore();
  }
}

interface LambdaProperties {
  Description?: string;
  Code: { S3Key?: string };
  Handler: string;
  Environment?: { Variables: Record<string, unknown> };
}

function nameOf(description: string): FunctionName {
  const route = ROUTE_NAMES.find((name) => description.endsWith(routeOf(name).path));
  return route ?? (description.includes('keyring') ? 'rotate-keys' : 'authorizer');
}

let aws: Awaited<ReturnType<typeof startFakeAws>>;
beforeAll(async () => {
  aws = await startFakeAws();
});
beforeEach(() => {
  aws.answers = {};
  aws.asked = [];
});
afterAll(() => {
  aws.close();
  rmSync(outdir, { recursive: true });
});

/**
 * Starts a bundle in a process of its own as Lambda does: its directory, its handler string, its
 * variables and nothing else.
 */
function invoke(
  { directory, handler, environment }: Bundle,
  event: unknown,
): Promise<{ result?: unknown; error?: string }> {
  const [file, exported] = handler.split('.');
  const script = `
    const { ${exported}: handler } = require('./${file}.js');
    Promise.resolve(handler(${JSON.stringify(event)}, { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 20000 }))
      .then((result) => ({ result }), (error) => ({ error: String(error) }))
      .then((outcome) => { require('node:fs').writeSync(3, JSON.stringify(outcome)); process.exit(0); });`;
  const child = spawn(inRepository('node_modules/.bin/node'), ['-e', script], {
    cwd: directory,
    env: {
      ...environment,
      AWS_ENDPOINT_URL: aws.endpoint,
      ...credentials,
      AWS_LAMBDA_FUNCTION_NAME: 'test',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
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
}

const bundleOf = (name: FunctionName): Bundle =>
  bundles.find((candidate) => candidate.name === name) as Bundle;

const restEvent = (name: (typeof ROUTE_NAMES)[number], headers: Record<string, string> = {}) => ({
  resource: routeOf(name).path,
  path: routeOf(name).path,
  httpMethod: routeOf(name).method,
  headers: { Host: 'auth.example.com', 'Content-Type': 'application/json', ...headers },
  multiValueHeaders: null,
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: null,
  stageVariables: null,
  body: name === 'login' ? JSON.stringify(TEST_USER) : null,
  isBase64Encoded: false,
  requestContext: {
    extendedRequestId: 'JKJaXmPLvHcESHA=',
    requestId: 'r',
    domainName: 'auth.example.com',
    identity: { sourceIp: '192.0.2.1' },
  },
});

/** A keyring as the rotation makes it, and its session in the table. */
const keyring = withNewKey({ keys: [] }, Date.now());
const user = { sub: 'user', username: 'name', email: 'test@example.com', groups: [] };
const now = Math.floor(Date.now() / 1_000);
const row = {
  sub: { S: 'user' },
  sid: { S: 'session' },
  counter: { N: '1' },
  created_at: { N: String(now) },
  expires_at: { N: String(now + 3_600) },
  validated_at: { N: String(now) },
  rotated_at: { N: String(now) },
  user: { S: JSON.stringify(user) },
  upstream: { S: 'sealed' },
};
const secrets: Answers = {
  GetSecretValue: ({ SecretId }) => ({
    SecretString: String(SecretId).includes('Keyring') ? JSON.stringify(keyring) : 'client-secret',
  }),
};

/** A session JWT as a function would have signed it then. */
function tokenOf(at: number): Promise<string> {
  const { TOKEN_ISSUER: issuer = '', TOKEN_AUDIENCE: audience = '' } =
    bundleOf('authorizer').environment;
  const clock = () => at;
  const keys = keyringKeys({ read: async () => JSON.stringify(everActive(keyring)), clock });
  return sessionJwts({ keys, clock, issuer, audience }).sign({ sub: 'user', sid: 'session', user });
}
const everActive = ({ keys }: Keyring): Keyring => ({
  keys: keys.map((key) => ({ ...key, active_from: '2020-01-01T00:00:00.000Z' })),
});

test('there is one bundle per function of the contract', () => {
  expect(bundles.map(({ name }) => name).toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
});

test('bundling asks no shell for what only some have: it runs on Windows, too', () => {
  const { commandHooks } = bundling('login');
  const commands = commandHooks?.afterBundling('in', 'out') ?? [];
  expect(commands).toEqual([expect.stringMatching(/^node "[^"]+\.js" "[^"]+" "[^"]+"$/)]);
});

describe.each(bundles)('$name', (bundle) => {
  test('is one small file, its source map apart', () => {
    expect(readdirSync(bundle.directory)).toEqual(['index.js']);
    expect(statSync(join(bundle.directory, 'index.js')).size).toBeLessThan(LARGEST);
    const { mtimeMs } = statSync(inRepository('dist/source-maps', `${bundle.name}.js.map`));
    expect(mtimeMs).toBeGreaterThan(started);
  });

  test('holds the SDK clients that its environment needs, and no other', () => {
    const source = readFileSync(join(bundle.directory, 'index.js'), 'utf8');
    const clients = {
      KEYRING_SECRET_ID: 'secretsmanager',
      SESSIONS_TABLE: 'DynamoDB_20120810',
      USER_POOL_CLIENT_ID: 'AWSCognitoIdentityProviderService',
    };
    for (const [variable, mark] of Object.entries(clients)) {
      expect({ variable, held: source.includes(mark) }).toEqual({
        variable,
        held: variable in ENVIRONMENT[bundle.name].shape,
      });
    }
  });

  test('knows nothing of the sandbox and its fault credentials', () => {
    const source = readFileSync(join(bundle.directory, 'index.js'), 'utf8');
    const marks = [
      TEST_USER.username,
      TEST_USER.password,
      'cognito-local',
      'dynalite',
      ...FAULTS.map(({ description }) => description),
    ];
    expect(marks.filter((mark) => source.includes(mark))).toEqual([]);
  });

  test('holds no prose of the documentation', () => {
    const source = readFileSync(join(bundle.directory, 'index.js'), 'utf8');
    expect(proseIn(source)).toEqual([]);
  });

  test('has its credentials from the environment and no other provider', () => {
    const source = readFileSync(join(bundle.directory, 'index.js'), 'utf8');
    expect(
      ['sso_start_url', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS'].filter((mark) =>
        source.includes(mark),
      ),
    ).toEqual([]);
  });
});

describe('started in a process of its own and asked once, while AWS knows nothing', () => {
  test.each(ROUTE_NAMES)('%s answers with an envelope', async (name) => {
    const { result, error } = await invoke(
      bundleOf(name),
      restEvent(name, { Authorization: `Bearer ${await tokenOf(Date.now())}` }),
    );
    expect(error).toBeUndefined();
    const { statusCode, body } = result as { statusCode: number; body: string };
    if (name === 'refresh') {
      expect({ name, statusCode }).toEqual({ name, statusCode: 400 });
    } // no cookie
    else expect({ name, statusCode }).toEqual({ name, statusCode: 500 });
    expect(z.parse(errorEnvelope, JSON.parse(body)).error.status).toBe(statusCode);
  });

  test('key rotation asks for the keyring, and says that it could not', async () => {
    expect((await invoke(bundleOf('rotate-keys'), {})).error).toContain(
      'ResourceNotFoundException',
    );
    expect(aws.asked).toEqual(['GetSecretValue', 'PutSecretValue']);
  });
});

describe('AWS_ENDPOINT_URL reaches every client', () => {
  test('a login asks Secrets Manager, DynamoDB and Cognito there', async () => {
    aws.answers = {
      ...secrets,
      UpdateItem: () => ({ Attributes: { count: { N: '1' } } }),
      GetItem: () => ({}),
      DeleteItem: () => ({}),
      InitiateAuth: () => ({
        __type: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      }),
    };
    const { result } = await invoke(bundleOf('login'), restEvent('login'));
    expect(JSON.parse((result as { body: string }).body)).toMatchObject({
      error: { code: 'INVALID_CREDENTIALS' },
    });
    expect(aws.asked).toEqual(
      expect.arrayContaining(['GetSecretValue', 'UpdateItem', 'InitiateAuth']),
    );
  });

  test('a first key is written there', async () => {
    let written = '';
    aws.answers = {
      PutSecretValue: ({ SecretString }) => {
        written = String(SecretString);
        return {};
      },
    };
    expect(await invoke(bundleOf('rotate-keys'), {})).toEqual({});
    expect(parseKeyring(written).keys).toHaveLength(1);
  });
});

describe('the authorizer', () => {
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:api/api/GET/orders';
  const ask = (authorization?: string) =>
    invoke(bundleOf('authorizer'), {
      type: 'REQUEST',
      methodArn,
      ...restEvent('session', authorization === undefined ? {} : { Authorization: authorization }),
    });
  /** What the client gets from the gateway for a Deny. */
  const refusalOf = (result: unknown) => {
    const { policyDocument, context: authorizer } = result as {
      policyDocument: { Statement: [{ Effect: string }] };
      context: AuthorizerContext;
    };
    expect(policyDocument.Statement[0].Effect).toBe('Deny');
    const { body } = renderGatewayResponse(gatewayResponse('ACCESS_DENIED'), {
      extendedRequestId: 'id',
      authorizer,
    });
    return z.parse(errorEnvelope, JSON.parse(body)).error;
  };
  const works: Answers = { ...secrets, GetItem: () => ({ Item: row }) };

  test('lets a session pass, to the whole stage', async () => {
    aws.answers = works;
    const { result } = await ask(`Bearer ${await tokenOf(Date.now())}`);
    expect(result).toMatchObject({
      principalId: 'user',
      policyDocument: { Statement: [{ Effect: 'Allow', Resource: expect.stringMatching(/\*$/) }] },
    });
  });

  test('says which is wrong: missing, tampered with, expired, revoked', async () => {
    aws.answers = works;
    const token = await tokenOf(Date.now());
    expect(refusalOf((await ask()).result)).toMatchObject({ code: 'NOT_AUTHENTICATED' });
    const tampered = `${token.slice(0, -6)}${token.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
    expect(refusalOf((await ask(`Bearer ${tampered}`)).result)).toMatchObject({
      code: 'INVALID_TOKEN',
      message: 'Token signature verification failed',
    });
    const expired = await tokenOf(Date.now() - (SESSION.jwtLifetime + 60) * 1_000);
    expect(refusalOf((await ask(`Bearer ${expired}`)).result)).toMatchObject({
      code: 'TOKEN_EXPIRED',
      details: { action: 'refresh' },
    });
    aws.answers = { ...works, GetItem: () => ({}) };
    expect(refusalOf((await ask(`Bearer ${token}`)).result)).toMatchObject({
      code: 'INVALID_TOKEN',
      details: { action: 'login' },
    });
  });

  test.each([
    ['the keyring', { GetItem: () => ({ Item: row }) }],
    ['the session', secrets],
  ] as [string, Answers][])(
    'fails, and denies nothing, when %s cannot be read',
    async (_, working) => {
      aws.answers = working;
      const { result, error } = await ask(`Bearer ${await tokenOf(Date.now())}`);
      expect(result).toBeUndefined();
      expect(error).toBeTruthy(); // AUTHORIZER_FAILURE: 500
    },
  );
});
