import type { RouteName } from '../../contract/routes/index.ts';
import * as account from './account.ts';
import * as challenge from './challenge.ts';
import * as mfa from './mfa.ts';
import * as passkeys from './passkeys.ts';
import * as passwordless from './passwordless.ts';
import type { RouteProse } from './prose.ts';
import * as recovery from './recovery.ts';
import * as registration from './registration.ts';
import * as session from './session.ts';
import * as sessions from './sessions.ts';

export * from './prose.ts';

/** The documentation of every route. A route without an entry does not compile. */
export const ROUTE_PROSE: Readonly<Record<RouteName, RouteProse>> = {
  ...session,
  ...challenge,
  ...sessions,
  ...account,
  ...registration,
  ...recovery,
  ...passwordless,
  ...passkeys,
  ...mfa,
};
