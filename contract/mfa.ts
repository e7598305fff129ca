/** Whether the users of a stage have a second factor: none can, each may, or all must. */
export const MFA_SETTINGS = ['off', 'optional', 'required'] as const;
export type MfaSetting = (typeof MFA_SETTINGS)[number];
