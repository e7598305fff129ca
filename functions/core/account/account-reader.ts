/** What the upstream stores about a user. */
export interface StoredAccount {
  sub: string;
  username: string;
  /** The upstream's name of the state, such as `CONFIRMED`. */
  status: string;
  /** Seconds since the epoch. */
  createdAt: number;
  /** Seconds since the epoch. */
  updatedAt: number;
  /** All attributes, the `sub` included. */
  attributes: Readonly<Record<string, string>>;
  groups: readonly string[];
}

/** The port that reads what the upstream stores about a user. */
export interface AccountReader {
  /**
   * @returns undefined if there is no such user
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream does not answer with
   * certainty.
   */
  read(username: string): Promise<StoredAccount | undefined>;
}
