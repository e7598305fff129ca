import { type AuthClient, createAuthClient } from '../client.ts';
import type { AuthState } from '../state.ts';
import { adoptStyle } from './style.ts';
import { createTranslate, type Texts, type Translate } from './texts/texts.ts';

/** One client for each service. A page needs only one, whatever it contains. */
const clients = new Map<string, AuthClient>();

/** A server has no `HTMLElement`, but must be able to import the modules of the elements. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** An element that draws the state of a client. */
export abstract class ClientElement extends Base {
  #client: AuthClient | undefined;
  #texts: Texts = {};
  #translate = createTranslate({});
  #stop: (() => void) | undefined;

  constructor() {
    super();
    adoptStyle(this.attachShadow({ mode: 'open' }));
  }

  /**
   * The client. Defaults to one that all elements with the same `base-url` share. It can be set
   * before the element is part of the page.
   */
  get client(): AuthClient {
    const baseUrl = this.getAttribute('base-url') ?? '';
    if (this.#client === undefined) {
      this.#client = clients.get(baseUrl) ?? createAuthClient({ baseUrl });
      clients.set(baseUrl, this.#client);
    }
    return this.#client;
  }

  set client(client: AuthClient) {
    this.#client = client;
    if (this.#stop) this.connectedCallback();
  }

  /** Texts that replace the English ones. */
  get texts(): Texts {
    return this.#texts;
  }

  set texts(texts: Texts) {
    this.#texts = texts;
    this.#translate = createTranslate(texts);
    this.redraw();
  }

  protected get translator(): Translate {
    return this.#translate;
  }

  connectedCallback(): void {
    this.#adopt('client');
    this.#adopt('texts');
    this.#stop?.();
    this.#stop = this.client.onSessionChange((state) => this.draw(state));
    this.redraw();
    if (this.client.state.status === 'loading') this.client.restore();
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  attributeChangedCallback(): void {
    this.redraw();
  }

  /** A property that was set before the element was defined hides the accessor of the class. */
  #adopt(name: 'client' | 'texts') {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    Reflect.deleteProperty(this, name);
    Object.assign(this, { [name]: value });
  }

  protected redraw(): void {
    if (this.#stop) this.draw(this.client.state);
  }

  protected abstract draw(state: AuthState): void;
}

/** Defines an element once, as two copies of a module may be part of a page. */
export function define(name: string, element: CustomElementConstructor): void {
  const { customElements: registry } = globalThis;
  if (registry && !registry.get(name)) registry.define(name, element);
}
