/** Names of the foundation stack's outputs, for operators and their commands. */
export const FOUNDATION_OUTPUTS = {
  userPoolId: 'UserPoolId',
  userPoolClientId: 'UserPoolClientId',
  clientSecret: 'ClientSecretArn',
  sessionsTable: 'SessionsTableName',
  attemptsTable: 'AttemptsTableName',
  tokenKeys: 'TokenKeysSecretArn',
  /** Only where session JWTs are signed with `ES256`. */
  signingKeys: 'SigningKeysSecretArn',
  serviceKeys: 'ServiceKeysSecretArn',
  /** The bus of the events for the customer's app. */
  eventBus: 'EventBusName',
  operatorsLog: 'OperatorsLogGroupName',
} as const;
