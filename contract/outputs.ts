/** Names of the foundation stack's outputs, which operators' commands read. */
export const FOUNDATION_OUTPUTS = {
  userPoolId: 'UserPoolId',
  userPoolClientId: 'UserPoolClientId',
  sessionsTable: 'SessionsTableName',
  attemptsTable: 'AttemptsTableName',
} as const;
