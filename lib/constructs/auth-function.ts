import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type IFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  ENVIRONMENT,
  type FunctionName,
  observabilityOf,
  parseEnvironment,
} from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { bundling } from '../bundling/bundling.ts';
import type { Concurrency } from '../config/concurrency.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { inRepository } from '../paths.ts';

export interface AuthFunctionProps {
  /**
   * Its entry is `functions/<functionKey>.ts`, its variables are those of the same name in
   * `contract/environment.ts`.
   */
  functionKey: FunctionName;
  config: Pick<StageConfig, 'logRetention' | 'retainData' | 'tracing'>;
  description: string;
  concurrency?: Concurrency | undefined;
}

/**
 * One Lambda function of the product. It starts without any permission but to write its own log;
 * grants add the rest.
 */
export class AuthFunction extends NodejsFunction {
  readonly functionKey: FunctionName;
  /** What a gateway calls: the executions kept warm, if there are any, or the function itself. */
  readonly invoked: IFunction;
  readonly #variables: Record<string, string> = {};

  constructor(
    scope: Construct,
    id: string,
    { functionKey, config, description, concurrency = {} }: AuthFunctionProps,
  ) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: config.logRetention as RetentionDays,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description,
      entry: inRepository('functions', `${functionKey}.ts`),
      projectRoot: inRepository(),
      depsLockFilePath: inRepository('package-lock.json'),
      bundling: bundling(functionKey),
      awsSdkConnectionReuse: false, // the SDK's own default by now
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MEGABYTES,
      timeout: Duration.seconds(TIMEOUTS.function),
      role: functionRole(scope, `${id}Role`, logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: observabilityOf(serviceOf(scope)),
      tracing: config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(concurrency.reserved !== undefined && {
        reservedConcurrentExecutions: concurrency.reserved,
      }),
    });
    this.functionKey = functionKey;
    this.invoked = this.#warm(concurrency.provisioned);
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'Every caller waits for the answer or repeats the call itself; nothing is queued that could be lost.',
    });
    this.node.addValidation({ validate: () => this.#wrongVariables() });
    if (config.tracing) {
      Validations.of(this.role as IRole).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'X-Ray has no resources to name (AWS: "Actions, resources, and condition keys for AWS X-Ray").',
      });
    } else {
      Validations.of(this).acknowledge({ id: 'Serverless-LambdaTracing', reason: TRACING_IS_OFF });
    }
  }

  /** Whether `contract/environment.ts` gives it this variable. */
  reads(variable: string): boolean {
    return variable in ENVIRONMENT[this.functionKey].shape;
  }

  /** A permission and the variables that make it useful, together. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): void {
    this.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
      }),
    );
    this.provide(variables);
  }

  provide(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.#variables, variables);
    for (const [name, value] of Object.entries(variables)) this.addEnvironment(name, value);
  }

  #warm(provisionedConcurrentExecutions: number | undefined): IFunction {
    if (provisionedConcurrentExecutions === undefined) return this;
    // Alias declares `role?: IRole`, which is no IFunction under exactOptionalPropertyTypes.
    return this.addAlias('warm', { provisionedConcurrentExecutions }) as IFunction;
  }

  #wrongVariables(): string[] {
    const unread = Object.keys(this.#variables).filter((name) => !this.reads(name));
    if (unread.length > 0) return [`${this.functionKey} does not read ${unread.join(', ')}`];
    try {
      parseEnvironment(this.functionKey, this.#variables);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }
}

export const TRACING_IS_OFF =
  'Tracing is switched off for this deployment (tracing), for an emulator without X-Ray.';

/**
 * What a stack's functions call themselves in logs and metrics: stages may share an account, whose
 * metrics are all in one place.
 */
export const serviceOf = (scope: Construct): string => Stack.of(scope).stackName;

/**
 * Lambda gives CPU by memory; a cold start and PBKDF2 are CPU. One vCPU is 1,769 MB (AWS:
 * "Configure Lambda function memory").
 */
const MEMORY_MEGABYTES = 1_024;

/** Not the managed policy: that one may write any log of the account. */
function functionRole(scope: Construct, id: string, log: LogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  log.grantWrite(role);
  return role;
}
