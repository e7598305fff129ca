/** Events from outside the page: other tabs, the network, and the back button. */

interface PageEvents {
  /** Another tab has a new session or a new token (the token), or none any more (an empty text). */
  onMessage(message: unknown): void;
  onNetwork(online: boolean): void;
  /** The user is back: the page came out of the back/forward cache, or became visible. */
  onReturn(fromCache: boolean): void;
}

export interface Page {
  /** Sends a message to the other tabs. */
  post(message: string): void;
  /**
   * Runs a function under a lock that all tabs share. Runs it without the lock if the browser has
   * none, or if a tab holds it for too long.
   */
  alone<T>(run: () => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * Watches the page. Does nothing where there is none, as on a server. A channel would also keep a
 * process of Node from ending.
 */
export function watchPage(name: string, events: PageEvents): Page {
  if (typeof document === 'undefined') return { post() {}, alone: (run) => run(), close() {} };
  const stop = new AbortController();
  let channel = openChannel(name, events);
  const locks = navigator.locks as LockManager | undefined;
  const listen = (type: string, listener: (event: Event) => void) =>
    // The controller serves as the options: its `signal` is one of them.
    addEventListener(type, listener, stop);

  listen('online', () => events.onNetwork(true));
  listen('offline', () => events.onNetwork(false));
  // Some browsers do not cache a page with an open channel.
  listen('pagehide', () => channel?.close());
  listen('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    channel = openChannel(name, events);
    events.onReturn(true);
  });
  listen('visibilitychange', () => document.hidden || events.onReturn(false));

  return {
    post: (message) => channel?.postMessage(message),
    alone: (run) => takeTurn(locks, name, run),
    close() {
      stop.abort();
      channel?.close();
    },
  };
}

/** How long a tab waits for the lock, in milliseconds. A browser can freeze the holding tab. */
const LONGEST_WAIT = 10_000;

async function takeTurn<T>(
  locks: LockManager | undefined,
  name: string,
  run: () => Promise<T>,
): Promise<T> {
  let result: Promise<T> | undefined;
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT);
    await locks?.request(name, { signal }, () => {
      result = run();
      // A failure also releases the lock. It is returned below.
      return result.catch(() => {});
    });
  } catch {
    // The browser refused the lock, or another tab held it for too long.
  }
  return result ?? run();
}

function openChannel(name: string, { onMessage }: PageEvents): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => onMessage(data);
  return channel;
}
