import { ACCOUNT, SESSION } from '../../contract/limits.ts';
import type { Area } from '../../contract/routes/index.ts';
import { duration } from '../.vitepress/facts.ts';

/** The sentences about a route that needs a recent proof of the identity. */
export const RECENT_PROOF =
  'Needs a sign-in or `POST /auth/reauthenticate` within the last ' +
  `${duration(ACCOUNT.recentSignIn)}, with both factors if the user has a second one. Otherwise the ` +
  'answer is `REAUTHENTICATION_REQUIRED`. ';

/** The example of a body that carries a session JWT. */
export const TOKEN = {
  token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  expiresIn: SESSION.jwtLifetime,
  refreshToken: 'Set in httpOnly cookie',
};

/** The example of a body that says where a code is sent to. */
export const DELIVERY = { delivery: { medium: 'email', destination: 'j***@e***' } };

/** The texts and examples of a route for the documentation. */
export interface RouteProse {
  /** The title of the operation, in one line without a full stop. */
  summary: string;
  /** Information for callers that the schemas do not contain, in Markdown. */
  notes: string;
  /** The meaning of a success. Defaults to the name of the status. */
  success?: string;
  /** Whether a success sets or clears the refresh cookie. */
  setsCookie: boolean;
  /** An example of the request body. */
  body?: object;
  /** An example of the response body. */
  response?: object;
}

export interface AreaProse {
  /** The name of the group of operations. */
  title: string;
  description: string;
}

export const AREA_PROSE: Readonly<Record<Area, AreaProse>> = {
  session: { title: 'Authentication', description: 'Sessions: begin, renew, end, ask.' },
  challenge: {
    title: 'Sign-in steps',
    description: 'Second factors, and temporary passwords to replace.',
  },
  sessions: { title: 'Sessions', description: 'Where a user is signed in.' },
  account: { title: 'Account', description: 'What a signed-in user does with the account.' },
  registration: { title: 'Sign-up', description: 'Create an account.' },
  recovery: { title: 'Recovery', description: 'Get in again without the password.' },
  passwordless: { title: 'Passwordless', description: 'Sign in without a password.' },
  passkeys: { title: 'Passkeys', description: 'Add, name and remove passkeys.' },
  mfa: { title: 'Second factors', description: 'Set up and remove an authenticator app.' },
};
