import type { AuthClient } from '../../client.ts';
import type { Link } from '../step.ts';
import type { Translate } from '../texts/texts.ts';

/** Why a code is mailed. */
export type Purpose = 'signUp' | 'resend' | 'forgot';

/** Where a user who is signed out is. */
export type Place =
  | { name: 'signIn'; notice?: string | undefined }
  | { name: 'mail'; purpose: Purpose }
  | { name: 'code'; purpose: Purpose; destination?: string | undefined }
  | { name: 'emailCode' };

/** What the steps of a user who is signed out need. */
export interface Scene {
  client: AuthClient;
  translate: Translate;
  canSignUp: boolean;
  /** Whether the stage lets people sign in with a code by e-mail. */
  hasEmailCodes: boolean;
  /** Whether the stage and the browser have passkeys. */
  hasPasskeys: boolean;
  /** The name that was typed last. */
  username: string;
  /** Keeps the name for the steps that follow. */
  remember(username: string): void;
  /** Shows another step. */
  go(place: Place, username?: string): void;
}

/** Links to another step, which begins with the typed name. */
export const linkTo = ({ go }: Scene, text: string, place: Place): Link => ({
  text,
  run: ({ username }) => go(place, username),
});
