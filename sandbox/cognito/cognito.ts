/**
 * A fake of Amazon Cognito user pools: the operations of the API over one store in this process. It
 * needs nothing but Node.js, the types of the SDK, `jose`, `otpauth` and `@simplewebauthn/server`.
 */

import type { Call } from './call.ts';
import { record, resume } from './events.ts';
import { CognitoException } from './exception.ts';
import type { Mail } from './messages/mail.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS, type OperationName } from './operations/index.ts';
import { type CognitoOptions, settingsOf } from './options.ts';
import { Quotas } from './quotas.ts';
import { missingMember } from './refusals.ts';
import { Journal } from './state/journal.ts';
import { prune } from './state/prune.ts';
import { Store } from './state/store.ts';
import { type Pause, Turns } from './turns.ts';

type Input<N extends OperationName> =
  (typeof OPERATIONS)[N] extends Operation<infer I, infer _O> ? I : never;
type Output<N extends OperationName> =
  (typeof OPERATIONS)[N] extends Operation<infer _I, infer O> ? Omit<O, '$metadata'> : never;

export interface Cognito {
  /** Runs one operation. @throws {CognitoException} */
  handle<N extends OperationName>(operation: N, input: Input<N>): Promise<Output<N>>;
  /** What was sent, oldest first. */
  mails(): Mail[];
  /** The ids of the pools and of their clients, oldest first. No operation lists them. */
  pools(): { id: string; clientIds: string[] }[];
  close(): void;
}

export const isOperation = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name);

/** @throws {Error} if the state cannot be read */
export function createCognito(options: CognitoOptions = {}): Cognito {
  const settings = settingsOf(options);
  const journal = settings.directory === undefined ? undefined : new Journal(settings.directory);
  const store = new Store(journal);
  const turns = new Turns();
  const quotas = new Quotas(settings.requestsPerSecond);
  prune(store, settings.clock());
  store.commit();
  resume(store, settings);

  async function serve(name: OperationName, input: object, pause: Pause): Promise<object> {
    const operation = OPERATIONS[name] as unknown as Operation<object>;
    const call: Call = {
      operation: name,
      now: settings.clock(),
      store,
      settings,
      outside(work) {
        commit();
        return pause(work);
      },
    };
    let refusal: CognitoException | undefined;
    try {
      admit(operation, call, input);
      return await operation.run(call, input);
    } catch (error) {
      refusal = refusalOf(error);
      throw refusal;
    } finally {
      if (operation.writes) record(call, input, refusal);
      commit();
    }
  }

  /** @throws {CognitoException} InternalErrorException if the state cannot be written */
  function commit(): void {
    try {
      store.commit();
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** What comes before an operation looks at anything. */
  function admit({ quota, required }: Operation<object>, call: Call, input: object): void {
    const fault = settings.intercept(call.operation, input);
    if (fault !== undefined) throw fault;
    const category = quota === 'passkeys' ? passkeyQuota : quota;
    if (category !== undefined) quotas.use(category, call.now);
    const values = input as Readonly<Record<string, unknown>>;
    for (const member of required) {
      if (values[member] === undefined || values[member] === null) {
        throw missingMember(`${member.slice(0, 1).toLowerCase()}${member.slice(1)}`);
      }
    }
  }

  const passkeyQuota =
    settings.switches.passkeyQuota === 'none' ? undefined : settings.switches.passkeyQuota;

  return {
    handle: (name, input) =>
      turns.take((pause) => serve(name, input as object, pause)) as Promise<never>,
    mails: () => store.all('mails'),
    pools: () =>
      store.all('pools').map(({ id }) => ({
        id,
        clientIds: store
          .all('clients')
          .filter(({ poolId }) => poolId === id)
          .map((client) => client.id),
      })),
    close: () => store.close(),
  };
}

/** Anything but a refusal is a fault of the fake; AWS would call it an internal error. */
const refusalOf = (error: unknown): CognitoException =>
  error instanceof CognitoException
    ? error
    : Object.assign(
        new CognitoException('InternalErrorException', `Internal error: ${String(error)}`, 500),
        { cause: error },
      );
