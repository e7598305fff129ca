/**
 * The boundary between the sandbox and its fake of Cognito. No other file of the sandbox imports
 * from `sandbox/cognito/`.
 */

import type { Clock } from '../clock.ts';
import { type Cognito, createCognito } from '../cognito/cognito.ts';
import type { ManagementEvent } from '../cognito/events.ts';
import { CognitoException } from '../cognito/exception.ts';
import { answerOperation } from '../cognito/http.ts';
import type { Mail } from '../cognito/messages/mail.ts';
import type { Schedule } from '../cognito/options.ts';
import type { Switches } from '../cognito/switches.ts';
import { damagedStateError, findStorageError, storage } from '../state.ts';
import { AwsException } from './exception.ts';

export type { Mail, Switches };

/** The Cognito of the sandbox. */
export interface CognitoService extends Pick<Cognito, 'pools' | 'mails' | 'close'> {
  /**
   * Runs one operation of the Cognito API for the sandbox itself.
   * @throws {AwsException} if the operation fails.
   */
  run: Cognito['handle'];
  /**
   * Answers a request.
   * @throws {AwsException} if the operation fails.
   */
  answer(operation: string, input: object, isSigned: boolean): Promise<object>;
}

interface CognitoServiceOptions {
  clock: Clock;
  /** Receives each management event, as EventBridge gets it from CloudTrail. Defaults to nothing. */
  onEvent?: (event: ManagementEvent) => void;
  /** Delays the events. Defaults to timers. */
  schedule?: Schedule;
  /** Behaviour that only a real user pool can settle. */
  switches?: Partial<Switches> | undefined;
  /** Writes the mails. Defaults to the texts of the user pool. */
  customMessage?: (event: object) => unknown;
}

/**
 * Opens the Cognito whose state is in a directory.
 * @throws {Error} that names the directory and a remedy, if the state cannot be read.
 */
export function openCognito(directory: string, options: CognitoServiceOptions): CognitoService {
  const cognito = open(directory, options);
  const throwAws = (error: unknown): never => {
    if (!(error instanceof CognitoException)) throw error;
    // The fake calls a failed write an internal error. A response would blame Cognito for the disk.
    const failure = error.status >= 500 ? findStorageError(directory, error) : undefined;
    if (failure !== undefined) storage.emit('failure', failure);
    throw new AwsException(error.name, error.message, error.status);
  };
  return {
    run: (operation, input) => cognito.handle(operation, input).catch(throwAws),
    answer: (operation, input, isSigned) =>
      answerOperation(cognito, { operation, input, isSigned }).catch(throwAws),
    pools: cognito.pools,
    mails: cognito.mails,
    close: cognito.close,
  };
}

function open(directory: string, options: CognitoServiceOptions): Cognito {
  try {
    return createCognito({ directory, ...options });
  } catch (error) {
    const { code, message, cause } = error as NodeJS.ErrnoException;
    if (code === undefined) throw damagedStateError(directory, cause ?? error);
    throw new Error(
      `The state directory ${directory} cannot be used: ${message}. ` +
        'Choose another one: npm start -- --state-dir DIRECTORY',
      { cause: error },
    );
  }
}
