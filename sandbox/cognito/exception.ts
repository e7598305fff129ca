/** A refusal as the AWS JSON protocol has it: `__type` names the exception. */
export class AwsException extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/**
 * What Cognito says for a wrong password and, with `PreventUserExistenceErrors`, for an unknown
 * user.
 */
export const incorrect = () => notAuthorized('Incorrect username or password.');

export const notAuthorized = (message: string) =>
  new AwsException('NotAuthorizedException', message);
