import { randomUUID } from 'node:crypto';
import type { FaultStep } from '../../scenarios/faults.ts';
import { AwsException } from '../aws/exception.ts';

interface AnswerInput {
  Session?: string;
  ChallengeResponses?: Readonly<Record<string, string>>;
  UserCode?: string;
}

interface OpenStep {
  /** What began the sign-in. */
  signIn: object;
  step: FaultStep;
  following: readonly FaultStep[];
}

/** The secret of the authenticator app that a step sets up. */
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** The members of `ChallengeResponses` that are no answer. */
const NO_ANSWERS: readonly string[] = ['USERNAME', 'SECRET_HASH'];

/**
 * The steps after the password of users whose code never changes. Cognito's own users have codes of
 * an app, which a document cannot name.
 */
export class SignInSteps {
  readonly #open = new Map<string, OpenStep>();

  /** Begins the first step of a sign-in whose password was right. */
  begin(signIn: object, [step, ...following]: readonly FaultStep[]): object {
    if (step === undefined) throw new TypeError('a sign-in fault must have a step');
    const Session = randomUUID();
    this.#open.set(Session, { signIn, step, following });
    return {
      ChallengeName: step.challenge,
      ChallengeParameters: { USER_ID_FOR_SRP: randomUUID(), ...step.parameters },
      Session,
    };
  }

  /**
   * Answers an operation that continues such a sign-in: with the next step, or with the sign-in
   * that Cognito must answer itself. Returns undefined for any other operation.
   * @throws {AwsException} if the answer is wrong.
   */
  answer(
    operation: string,
    input: AnswerInput,
  ): { answer: object } | { signIn: object } | undefined {
    const { Session = '' } = input;
    const open = this.#open.get(Session);
    if (open === undefined) return undefined;
    if (operation === 'AssociateSoftwareToken') return { answer: { SecretCode: SECRET, Session } };
    if (operation === 'VerifySoftwareToken') {
      checkAnswer(open.step, input.UserCode);
      return { answer: { Status: 'SUCCESS', Session } };
    }
    if (operation !== 'RespondToAuthChallenge') return undefined;
    // The code of a new app was checked before.
    if (open.step.challenge !== 'MFA_SETUP') {
      const [, value] =
        Object.entries(input.ChallengeResponses ?? {}).find(
          ([name]) => !NO_ANSWERS.includes(name),
        ) ?? [];
      checkAnswer(open.step, value);
    }
    this.#open.delete(Session);
    return open.following.length > 0
      ? { answer: this.begin(open.signIn, open.following) }
      : { signIn: open.signIn };
  }
}

function checkAnswer({ right, refusal }: FaultStep, value: string | undefined): void {
  if (right === undefined || right === value || refusal === undefined) return;
  throw new AwsException(refusal.exception, refusal.message);
}
