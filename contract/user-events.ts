/**
 * The events about users that Cognito reports through CloudTrail to the default event bus (AWS:
 * "AWS service events delivered via AWS CloudTrail").
 */

import * as z from 'zod/mini';

/**
 * Calls after which the sessions of a user end. RevokeToken is never one of them: it concerns one
 * token, and the service calls it itself.
 */
export const ENDING_USER_EVENTS = [
  'AdminDisableUser',
  'AdminDeleteUser',
  'DeleteUser',
  'AdminResetUserPassword',
  'AdminSetUserPassword',
  'AdminUserGlobalSignOut',
  'GlobalSignOut',
  'ConfirmForgotPassword',
  'ChangePassword',
] as const;

/** Calls that change what a user may do. The sessions go on with the new groups. */
export const MARKING_USER_EVENTS = ['AdminAddUserToGroup', 'AdminRemoveUserFromGroup'] as const;

const USER_EVENT_NAMES = [...ENDING_USER_EVENTS, ...MARKING_USER_EVENTS] as const;

/**
 * The pattern of the rule that selects the events of one user pool. CloudTrail marks denied and
 * failed calls with `errorCode`. A call with an access token may not name its pool. The `sub` of its
 * user is unique in all pools, so an event of another pool affects no session.
 */
export const userEventPattern = (userPoolId: string) => ({
  source: ['aws.cognito-idp'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventName: [...USER_EVENT_NAMES],
    requestParameters: { userPoolId: [userPoolId, { exists: false }] },
    errorCode: [{ exists: false }],
  },
});

/** The parts of the event that are used. CloudTrail hides the username. */
export const userEvent = z.object({
  detail: z.object({
    eventName: z.enum(USER_EVENT_NAMES),
    /** When Cognito received the call. The event arrives minutes later. */
    eventTime: z.iso.datetime(),
    eventID: z.optional(z.string()),
    errorCode: z.optional(z.string()),
    additionalEventData: z.optional(z.looseObject({ sub: z.optional(z.string()) })),
  }),
});
export type UserEvent = z.output<typeof userEvent>['detail'];
