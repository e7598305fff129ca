/**
 * Returns the form in which every password goes to Cognito, at sign-in as well as when it is set.
 * Keyboards write the same accented letter as one character or as two (RFC 8265 section 4.2.2). ASCII
 * is not changed.
 */
export const toNormalForm = (password: string): string => password.normalize('NFC');
