/** Names of the foundation stack's outputs, for operators and their commands. */
export const FOUNDATION_OUTPUTS = {
  userPoolId: 'UserPoolId',
  userPoolClientId: 'UserPoolClientId',
  sessionsTable: 'SessionsTableName',
  attemptsTable: 'AttemptsTableName',
  tokenKeys: 'TokenKeysSecretArn',
  serviceKeys: 'ServiceKeysSecretArn',
} as const;
