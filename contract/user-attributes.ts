/** The standard attributes of a user (OpenID Connect Core section 5.1), by Cognito's names. */

/** Those that a stage may let users change. */
export const CHANGEABLE_ATTRIBUTES = [
  'address',
  'birthdate',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'picture',
  'profile',
  'website',
  'zoneinfo',
] as const;

export type ChangeableAttribute = (typeof CHANGEABLE_ATTRIBUTES)[number];

/**
 * Those that users only see among their attributes. The e-mail address has members and routes of its
 * own. A phone number needs a code by SMS, and a preferred username may be a name to sign in with.
 */
export const READABLE_ATTRIBUTES: readonly string[] = [
  ...CHANGEABLE_ATTRIBUTES,
  'phone_number',
  'phone_number_verified',
  'preferred_username',
];
