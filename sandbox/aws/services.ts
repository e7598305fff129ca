import type { ScenarioUser } from '../../scenarios/users.ts';
import type { Clock } from '../clock.ts';
import { raiseConfirmationFault, raiseRefreshFault, raiseSignInFault } from '../faults/cognito.ts';
import { applyDynamoFault } from '../faults/dynamo.ts';
import { SignInSteps } from '../faults/sign-in-steps.ts';
import type { State } from '../state.ts';
import { type CognitoService, type Mail, openCognito, type Switches } from './cognito.ts';
import { type Dynamo, openDynamo } from './dynamo.ts';
import { type Endpoint, listenAws, type Service } from './endpoint.ts';
import { DEFAULT_BUS, EventBridge } from './event-bridge.ts';
import { forwardDynamo } from './forward.ts';
import { createLogs } from './logs.ts';
import { Secrets } from './secrets.ts';
import { type SentMail, Ses } from './ses.ts';
import { ensureUserPool, type UserPool, type UserPoolSettings } from './user-pool.ts';
import { Users } from './users.ts';

export interface Aws extends Endpoint {
  pool: UserPool;
  secrets: Secrets;
  events: EventBridge;
  /** Sets the trigger that writes the mails. Until then, they have the texts of the user pool. */
  writeMailsWith(trigger: MailTrigger): void;
  /** What Cognito and the service have sent, oldest first. */
  mails(): (Mail | SentMail)[];
}

/** Returns the event of a mail with its text. */
export type MailTrigger = (event: unknown) => Promise<unknown>;

interface AwsOptions extends UserPoolSettings {
  clock: Clock;
  /** What the fake of Cognito does where only a real user pool can settle it. */
  switches?: Partial<Switches> | undefined;
  /** The endpoint of a DynamoDB to use. Defaults to one in this process. */
  dynamo?: string | undefined;
  /** Users to create or change. Defaults to none. */
  users?: readonly ScenarioUser[] | undefined;
  /** Prints a line that is sent to a log group. Defaults to dropping it. */
  log?: ((line: string) => void) | undefined;
}

/**
 * Starts the AWS services that the product uses, behind one endpoint. Requests to Cognito and
 * DynamoDB pass the faults first.
 */
export async function startAws(state: State, options: AwsOptions): Promise<Aws> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const dynamo =
      options.dynamo === undefined ? await openDynamo(state.dynamo) : forwardDynamo(options.dynamo);
    closing.push(() => dynamo.close());
    const events = new EventBridge(options.clock);
    let writeMail: MailTrigger = async (event) => event;
    const cognito = openCognito(state.cognito, {
      clock: options.clock,
      switches: options.switches,
      onEvent: (event) => events.deliver(DEFAULT_BUS, event),
      customMessage: (event) => writeMail(event),
    });
    closing.push(() => cognito.close());
    const pool = await ensureUserPool(cognito, options);
    const users = new Users(cognito, pool.id);
    await users.seed();
    for (const user of options.users ?? []) await users.set(user);
    const secrets = new Secrets(state.secrets);
    const ses = new Ses(options.clock);
    const endpoint = await listenAws({
      AWSCognitoIdentityProviderService: createCognitoService(cognito, users),
      DynamoDB_20120810: createDynamoService(dynamo, users),
      AWSEvents: (operation, input) => events.call(operation, input),
      ses: (operation, input) => ses.call(operation, input),
      Logs_20140328: createLogs(options.log ?? (() => {})),
      secretsmanager: (operation, input) => secrets.call(operation, input),
    });
    closing.push(() => endpoint.close());
    const mails = () =>
      [...cognito.mails(), ...ses.mails()].toSorted((a, b) => a.sentAt - b.sentAt);
    return {
      url: endpoint.url,
      pool,
      secrets,
      events,
      mails,
      writeMailsWith(trigger) {
        writeMail = trigger;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A sign-in fault replaces the answer of Cognito. A refresh fault replaces its success only. After
 * the steps of a fault, Cognito answers the password as if there had been none.
 */
function createCognitoService(cognito: CognitoService, users: Users): Service {
  const signInSteps = new SignInSteps();
  const answer: Service = async (operation, input, { request }) => {
    await raiseConfirmationFault(operation, input, (sub) => users.findUsername(sub));
    const { AuthParameters } = input as { AuthParameters?: { USERNAME?: unknown } };
    const name = AuthParameters?.USERNAME;
    if (operation === 'InitiateAuth' && typeof name === 'string') await users.prepareSignIn(name);
    const isSigned = request.headers.authorization !== undefined;
    const output = await cognito.answer(operation, input, isSigned);
    raiseRefreshFault(operation, input, output);
    return output;
  };
  return async (operation, input, connection) => {
    const findUsername = (sub: string) => users.findUsername(sub);
    const steps = await raiseSignInFault(operation, input, findUsername);
    if (steps !== undefined) return signInSteps.begin(input, steps);
    const step = signInSteps.answer(operation, input);
    if (step === undefined) return answer(operation, input, connection);
    return 'answer' in step ? step.answer : answer('InitiateAuth', step.signIn, connection);
  };
}

const createDynamoService =
  (dynamo: Dynamo, users: Users): Service =>
  async (operation, input, { request, response }) => {
    await applyDynamoFault(operation, input, (sub) => users.findUsername(sub));
    dynamo.handle(request, Buffer.from(JSON.stringify(input)), response);
    return undefined;
  };
