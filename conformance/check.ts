import type { Api } from './api.ts';

/** What a run was told about the deployment. */
export interface Deployment {
  api: Api;
  /** A user who may sign in; checks that need one are left out without. */
  user: { username: string; password: string };
  /** A session JWT past its end. */
  expiredToken: string;
  /** Another origin that may call it. */
  allowedOrigin: string;
}

/** One rule of the contract. It throws when the deployment breaks it. */
export interface Check {
  group: string;
  name: string;
  /** What it needs besides a URL; without that it is left out, and says so. */
  needs: readonly Exclude<keyof Deployment, 'api'>[];
  run(deployment: Deployment): Promise<void>;
}

/** The checks of one group, by their names. */
export const group = (
  name: string,
  needs: Check['needs'],
  rules: Record<string, Check['run']>,
): Check[] => Object.entries(rules).map(([rule, run]) => ({ group: name, name: rule, needs, run }));
