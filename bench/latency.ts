/** The time that calls of AWS are assumed to take, and that the benchmark injects. */

export const DATABASE_MS = 5;
export const COGNITO_MS = 80;

/** Returns the time of one call in milliseconds. All but Cognito are as fast as DynamoDB. */
export const latencyOf = (call: string): number =>
  /^(InitiateAuth|RespondToAuthChallenge|RevokeToken|Admin\w+)$/.test(call)
    ? COGNITO_MS
    : DATABASE_MS;
