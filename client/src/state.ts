import type { User } from './claims.ts';
import type { AuthError } from './errors.ts';

/** A further step of a sign-in. `auth.challenge` answers it. */
export interface Challenge {
  /** What to ask for, for example `SOFTWARE_TOKEN_MFA`. */
  name: string;
  token?: string | undefined;
  parameters: Readonly<Record<string, unknown>>;
}

type Status =
  /** Whether somebody is signed in is not known yet. `error`: the service cannot be asked. */
  | { status: 'loading'; error?: AuthError | undefined }
  /** `reason`: why the session has ended, unless the user signed out. */
  | { status: 'signed_out'; reason?: AuthError | undefined }
  /** A CAPTCHA is being solved. */
  | { status: 'captcha' }
  | { status: 'challenge'; challenge: Challenge }
  | { status: 'signed_in'; user: User; sessionId: string };

/** What a page renders. `online` is false while the device has no network. */
export type AuthState = Status & { online: boolean };

export interface Store {
  readonly state: AuthState;
  set(status: Status): AuthState;
  setOnline(online: boolean): void;
  subscribe(listener: (state: AuthState) => void): () => void;
}

/** Holds the state. The object stays the same until something changes. */
export function createStore(): Store {
  const listeners = new Set<(state: AuthState) => void>();
  let state: AuthState = {
    status: 'loading',
    online: globalThis.navigator?.onLine !== false,
  };

  function change(next: AuthState): AuthState {
    if (JSON.stringify(next) !== JSON.stringify(state)) {
      state = next;
      for (const listener of [...listeners]) listener(state);
    }
    return state;
  }

  return {
    get state() {
      return state;
    },
    set: (status) => change({ ...status, online: state.online }),
    setOnline: (online) => void change({ ...state, online }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
