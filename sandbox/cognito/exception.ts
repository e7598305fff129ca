/**
 * A refusal as the AWS JSON protocol carries it: `__type` names the exception.
 */
export class CognitoException extends Error {
  readonly status: number;

  /** `status` is 400 for a fault of the caller and 500 for one of Cognito. */
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
