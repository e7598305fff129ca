import { AuthError } from './errors.ts';
import { backOff } from './retry.ts';
import type { Session } from './session.ts';
import type { AuthState, Store } from './state.ts';

/** Bounds the back-off between two attempts to find out who is signed in: 2^6 is a minute. */
const LONGEST_PAUSE = 6;

/**
 * Creates `restore`, which finds out at the load of a page who is signed in. If the service cannot
 * be asked, the state remains `loading`, and the client asks again later.
 */
export function createRestore({ store, session }: { store: Store; session: Session }) {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);

  async function restore(): Promise<AuthState> {
    stop();
    try {
      return await session.refresh();
    } catch (error) {
      if (store.state.status !== 'loading' || !(error instanceof AuthError)) return store.state;
      failures += 1;
      const pause = backOff(Math.min(failures, LONGEST_PAUSE), error.retryAfter ?? 1);
      timer = setTimeout(() => {
        // A sign-in may have begun meanwhile.
        if (store.state.status === 'loading') restore();
      }, pause * 1_000);
      return store.set({ status: 'loading', error });
    }
  }
  return { restore, stop };
}
