/** The part of a browser that tabs share, and what each page has of its own. */

import { afterEach } from '@jest/globals';

/** A BroadcastChannel that delivers in the next microtask, so that no real time passes. */
class FakeChannel {
  static open = new Set<FakeChannel>();
  onmessage: ((event: { data: unknown }) => void) | undefined;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    FakeChannel.open.add(this);
  }

  postMessage(data: unknown) {
    for (const other of FakeChannel.open) {
      if (other === this || other.name !== this.name) continue;
      // Not `queueMicrotask`, which a fake clock replaces.
      Promise.resolve().then(() => {
        if (FakeChannel.open.has(other)) other.onmessage?.({ data });
      });
    }
  }

  close() {
    FakeChannel.open.delete(this);
  }
}

interface Turn {
  owner: FakePage;
  start(): void;
}

/** Locks that all pages share. A page that is gone gives back its lock and its place. */
const turns: Turn[] = [];

function endTurn(turn: Turn) {
  const place = turns.indexOf(turn);
  if (place < 0) return;
  turns.splice(place, 1);
  if (place === 0) turns[0]?.start();
}

const locksOf = (owner: FakePage) => ({
  request: <T>(_name: string, _options: object, run: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const turn: Turn = {
        owner,
        start: () =>
          void run()
            .then(resolve, reject)
            .finally(() => endTurn(turn)),
      };
      turns.push(turn);
      if (turns[0] === turn) turn.start();
    }),
});

interface FakePage {
  /** Runs in the page: what it creates listens to the events of this page. */
  run<T>(create: () => T): T;
  emit(type: string, properties?: object): void;
  hidden: boolean;
  /** The user leaves the page. What it has sent goes on. */
  leave(): void;
}

const GLOBALS = [
  'document',
  'addEventListener',
  'BroadcastChannel',
  'location',
  'navigator',
] as const;

/** Creates a page. Its globals exist only while `run` runs, as a client looks at them once. */
export function createPage(origin: string): FakePage {
  const target = new EventTarget();
  const page: FakePage = {
    hidden: false,
    run(create) {
      const before = GLOBALS.map(
        (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
      );
      const values = {
        document: Object.defineProperty(target, 'hidden', {
          configurable: true,
          get: () => page.hidden,
        }),
        addEventListener: target.addEventListener.bind(target),
        BroadcastChannel: FakeChannel,
        location: { origin },
        navigator: { onLine: true, locks: locksOf(page) },
      };
      for (const name of GLOBALS) {
        Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
      }
      try {
        return create();
      } finally {
        for (const [name, descriptor] of before) {
          if (descriptor) Object.defineProperty(globalThis, name, descriptor);
          else Reflect.deleteProperty(globalThis, name);
        }
      }
    },
    leave() {
      page.emit('pagehide');
      for (const turn of turns.filter(({ owner }) => owner === page)) endTurn(turn);
    },
    emit: (type, properties = {}) => {
      page.run(() => target.dispatchEvent(Object.assign(new Event(type), properties)));
    },
  };
  return page;
}

/** Closes the channels that a test has left open. */
export const closeChannels = () => {
  afterEach(() => {
    FakeChannel.open.clear();
    turns.length = 0;
  });
};
