/** The second factors of a user at the upstream identity provider. */

/** What a user has beside the password. */
export interface Factors {
  /** Whether the authenticator app is on. */
  totp: boolean;
  /** Whether the user has passkeys, even if they are not a second factor. */
  passkeys: boolean;
  /**
   * Whether a sign-in with the password needs a second factor of any kind. An existing user pool may
   * have others, such as codes by SMS.
   */
  demanded: boolean;
}

/** Factors to switch on or off. The others stay as they are. */
export type FactorChange = Partial<Pick<Factors, 'totp' | 'passkeys'>>;

/**
 * Returns the change that switches an authenticator app on. Cognito refuses passkeys beside an app,
 * unless they are a second factor as well.
 */
export const withApp = ({ passkeys }: Pick<Factors, 'passkeys'>): FactorChange => ({
  totp: true,
  ...(passkeys && { passkeys }),
});

export interface FactorReader {
  /**
   * Reads the factors of a user.
   * @param username the name of the user at the upstream
   * @throws {INVALID_TOKEN} if there is no such user.
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream does not answer with
   * certainty.
   */
  readFactors(username: string): Promise<Factors>;
}

/** For a stage without second factors. */
export const noFactors: FactorReader = {
  readFactors: async () => ({ totp: false, passkeys: false, demanded: false }),
};

export interface FactorPreference {
  /**
   * Switches factors of the user of an access token on or off, all in one call. An authenticator app
   * must have been verified before. Passkeys need another factor that is on.
   * @throws {INVALID_TOKEN} if the upstream rejects the access token.
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} as `readFactors`
   */
  setFactors(accessToken: string, change: FactorChange): Promise<void>;
}
