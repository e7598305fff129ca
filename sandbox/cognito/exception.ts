import { AwsException } from '../aws/exception.ts';

/**
 * What Cognito says for a wrong password and, with `PreventUserExistenceErrors`, for an unknown
 * user.
 */
export const incorrect = () => notAuthorized('Incorrect username or password.');

export const notAuthorized = (message: string) =>
  new AwsException('NotAuthorizedException', message);
