import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  type Conditions,
  Effect,
  type IRole,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
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
import { createBundlingOptions } from '../bundling/bundling.ts';
import type { Concurrency } from '../config/concurrency.ts';
import { MEMORY_MEGABYTES } from '../config/memory.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { inRepository } from '../paths.ts';
import { encryptWith } from './encryption-key.ts';
import { removalOf } from './removal.ts';

export interface AuthFunctionProps {
  /**
   * Names the entry, `functions/<functionKey>.ts`, and the variables, `ENVIRONMENT[functionKey]` in
   * `contract/environment.ts`.
   */
  functionKey: FunctionName;
  config: Pick<StageConfig, 'logRetention' | 'retainData' | 'tracing' | 'encryptionKeyArn'>;
  description: string;
  concurrency?: Concurrency | undefined;
}

/**
 * One Lambda function of the product. Its role may write the function's own log. Grants add all
 * other permissions.
 */
export class AuthFunction extends NodejsFunction {
  readonly functionKey: FunctionName;
  /** What API Gateway invokes: the alias with provisioned executions, or else the function. */
  readonly invocationTarget: IFunction;
  readonly #variables: Record<string, string> = {};

  constructor(
    scope: Construct,
    id: string,
    { functionKey, config, description, concurrency = {} }: AuthFunctionProps,
  ) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: config.logRetention as RetentionDays,
      removalPolicy: removalOf(config),
      ...encryptWith(scope, `${id}Log`, config.encryptionKeyArn),
    });
    super(scope, id, {
      description,
      entry: inRepository('functions', `${functionKey}.ts`),
      projectRoot: inRepository(),
      depsLockFilePath: inRepository('package-lock.json'),
      bundling: createBundlingOptions(functionKey),
      awsSdkConnectionReuse: false, // SDK v3 reuses connections by default
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MEGABYTES,
      timeout: Duration.seconds(TIMEOUTS.function),
      role: createFunctionRole(scope, `${id}Role`, logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: observabilityOf(serviceNameOf(scope)),
      tracing: config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(concurrency.reserved !== undefined && {
        reservedConcurrentExecutions: concurrency.reserved,
      }),
    });
    this.functionKey = functionKey;
    this.invocationTarget = this.#createInvocationTarget(concurrency.provisioned);
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'Every caller waits for the response or repeats the call. No event is queued, so no ' +
        'event can be lost.',
    });
    this.node.addValidation({ validate: () => this.#findVariableErrors() });
    if (config.tracing) {
      Validations.of(this.role as IRole).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'These X-Ray actions support no resource-level permissions ' +
          '(AWS: "Actions, resources, and condition keys for AWS X-Ray").',
      });
    } else {
      Validations.of(this).acknowledge({
        id: 'Serverless-LambdaTracing',
        reason: TRACING_OFF_REASON,
      });
    }
  }

  /** Whether `contract/environment.ts` lists this variable for the function. */
  hasVariable(variable: string): boolean {
    return variable in ENVIRONMENT[this.functionKey].shape;
  }

  /** Adds a permission together with the variables that the function needs to use it. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    variables: Readonly<Record<string, string>>,
    conditions: Conditions = {},
  ): void {
    this.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        conditions,
      }),
    );
    this.addVariables(variables);
  }

  /** Adds environment variables. Synthesis fails if the function does not read one of them. */
  addVariables(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.#variables, variables);
    for (const [name, value] of Object.entries(variables)) this.addEnvironment(name, value);
  }

  /** Adds those of the variables that the function reads and that have a value. */
  addSettings(settings: Readonly<Record<string, string | number | undefined>>): void {
    for (const [name, value] of Object.entries(settings)) {
      if (value !== undefined && this.hasVariable(name))
        this.addVariables({ [name]: String(value) });
    }
  }

  #createInvocationTarget(provisionedConcurrentExecutions: number | undefined): IFunction {
    if (provisionedConcurrentExecutions === undefined) return this;
    // `Alias` declares `role?: IRole`, so `exactOptionalPropertyTypes` does not accept it as an
    // `IFunction`.
    return this.addAlias('warm', { provisionedConcurrentExecutions }) as IFunction;
  }

  #findVariableErrors(): string[] {
    const unread = Object.keys(this.#variables).filter((name) => !this.hasVariable(name));
    if (unread.length > 0) return [`${this.functionKey} does not read ${unread.join(', ')}`];
    try {
      parseEnvironment(this.functionKey, this.#variables);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }
}

export const TRACING_OFF_REASON =
  'The setting "tracing" is false for this deployment, because an emulator may lack X-Ray.';

/**
 * The service name in the logs and metrics of a stack's functions. It is unique per stack, because
 * stages may share an account and its metrics.
 */
export const serviceNameOf = (scope: Construct): string => Stack.of(scope).stackName;

/** Does not use the managed policy, which allows writing to every log of the account. */
function createFunctionRole(scope: Construct, id: string, log: LogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  log.grantWrite(role);
  return role;
}
