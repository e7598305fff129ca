/** Masks an address as Cognito does: `jane@example.com` becomes `j***@e***`. */
export const maskEmail = (email: string): string =>
  email
    .split('@')
    .map((part) => `${[...part].slice(0, 1).join('')}***`)
    .join('@');
