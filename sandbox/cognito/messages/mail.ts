/** What Cognito sends to people. */
export interface Mail {
  id: string;
  medium: 'EMAIL' | 'SMS';
  to: string;
  subject: string;
  body: string;
  /** The code or temporary password in the body. */
  code: string;
  /** The trigger source that the mail has, whether or not a trigger is set. */
  triggerSource: TriggerSource;
  userPoolId: string;
  username: string;
  sub: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
}

/** AWS: "Custom message Lambda trigger". */
export type TriggerSource =
  | 'CustomMessage_SignUp'
  | 'CustomMessage_AdminCreateUser'
  | 'CustomMessage_ResendCode'
  | 'CustomMessage_ForgotPassword'
  | 'CustomMessage_UpdateUserAttribute'
  | 'CustomMessage_VerifyUserAttribute'
  | 'CustomMessage_Authentication';
