/** Where a claim of the fidelity table comes from. */
export const SOURCES = {
  SDK: 'the types and descriptions of `@aws-sdk/client-cognito-identity-provider`',
  ERR: 'AWS guide, "Managing user existence error responses"',
  LOCK: 'AWS guide, "Lockout behavior for failed sign-in attempts"',
  MFA: 'AWS guide, "Adding MFA to a user pool"',
  SEL: 'AWS guide, "Manage authentication methods in AWS SDKs"',
  JWT: 'AWS guide, "Understanding user pool JSON web tokens (JWTs)"',
  HASH: 'AWS guide, "Computing secret hash values"',
  QUOTA: 'AWS guide, "Quotas in Amazon Cognito"',
  MESSAGE: 'AWS guide, "Custom message Lambda trigger"',
  VERIFY: 'AWS guide, "Verifying contact information at sign-up"',
  TRAIL: 'AWS guide, "Amazon Cognito logging in AWS CloudTrail"',
  WEBAUTHN: 'W3C, "Web Authentication"',
  RFC7009: 'RFC 7009, "OAuth 2.0 Token Revocation"',
  LIVE: "one team's protocol of a real pool",
  CODE: 'sentences in public code that talks to real pools',
} as const;

export type Source = keyof typeof SOURCES;
