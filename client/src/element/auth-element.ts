import type { AuthState, Challenge } from '../state.ts';
import { ClientElement } from './client-element.ts';
import { create } from './dom.ts';
import { createPanel } from './panel.ts';
import type { Step } from './step.ts';
import { answerChallenge } from './steps/challenge.ts';
import { enterCode, orderMail } from './steps/mailed-code.ts';
import type { Place, Scene } from './steps/scene.ts';
import { signIn } from './steps/sign-in.ts';

/** Why a session has ended although the user did not sign out. */
const EXPIRED: readonly string[] = [
  'NOT_AUTHENTICATED',
  'INVALID_TOKEN',
  'TOKEN_EXPIRED',
  'INVALID_REFRESH_TOKEN',
];

/**
 * `<chordian-auth>` signs users in. What it contains is shown to users who are signed in.
 *
 * Attributes: `sign-up` offers to create an account, `username` is the name to begin with,
 * `base-url` is the origin of the service. Properties: `client`, `texts`.
 */
export class ChordianAuth extends ClientElement {
  static readonly observedAttributes = ['sign-up'];
  readonly #panel = createPanel('auth');
  readonly #slot = create('slot', { hidden: true });
  #place: Place = { name: 'signIn' };
  #typed: string | undefined;
  /** Why the last session has ended. It stays until the user does something else. */
  #notice: string | undefined;
  /** The challenge of a sign-in that the user has given up. The client still has it. */
  #abandoned: Challenge | undefined;

  constructor() {
    super();
    this.shadowRoot?.append(this.#panel.element, this.#slot);
  }

  protected override draw(state: AuthState): void {
    this.#slot.hidden = state.status !== 'signed_in';
    if (state.status === 'signed_in') {
      this.#place = { name: 'signIn' };
      this.#typed = undefined;
      this.#notice = undefined;
    }
    // A step that is running shows its own error.
    if (state.status === 'signed_out' && state.reason && !this.#panel.isBusy) {
      this.#notice = this.#explainEnd(state.reason.code);
    }
    this.#panel.show(this.#stepOf(state), this.translator);
    const news = this.#newsOf(state);
    if (news || !this.#panel.isBusy) this.#panel.say(news);
  }

  #stepOf(state: AuthState): Step {
    const translate = this.translator;
    switch (state.status) {
      case 'loading':
        return { key: 'loading', heading: translate('loading') };
      case 'signed_in':
        return {
          key: `signedIn.${state.user.username}`,
          heading: translate('signedIn'),
          hint: translate('signedInAs', { username: state.user.email ?? state.user.username }),
          links: [{ text: translate('signOut'), run: () => this.client.logout() }],
        };
      case 'challenge':
        if (state.challenge === this.#abandoned) return this.#signedOut();
        return answerChallenge(state.challenge, {
          translate,
          username: this.#username,
          answer: (input) => this.#answer(input),
          leave: { text: translate('backToSignIn'), run: () => this.#abandon() },
        });
      // The step that needs the CAPTCHA stays as it is: it has what the user has typed.
      case 'captcha':
      case 'signed_out':
        return this.#signedOut();
    }
  }

  #newsOf(state: AuthState): string {
    if (!state.online) return this.translator('offline');
    if (state.status === 'captcha') return this.translator('captcha');
    return state.status === 'loading' && state.error ? this.translator('unreachable') : '';
  }

  #signedOut(): Step {
    const scene: Scene = {
      client: this.client,
      translate: this.translator,
      canSignUp: this.hasAttribute('sign-up'),
      username: this.#username,
      remember: (username) => {
        this.#typed = username;
      },
      go: (place, username) => this.#go(place, username),
    };
    const place = this.#place;
    switch (place.name) {
      case 'mail':
        return orderMail(scene, place.purpose);
      case 'code':
        return enterCode(scene, place);
      case 'signIn':
        return signIn(scene, this.#notice);
    }
  }

  #explainEnd(reason: string): string | undefined {
    return EXPIRED.includes(reason)
      ? this.translator('expired')
      : this.translator.optional(`error.${reason}`);
  }

  get #username(): string {
    return this.#typed ?? this.getAttribute('username') ?? '';
  }

  #go(place: Place, username: string | undefined) {
    this.#typed = username;
    this.#place = place;
    this.#notice = place.name === 'signIn' ? place.notice : undefined;
    this.redraw();
  }

  async #answer(input: object): Promise<void> {
    try {
      await this.client.challenge(input);
    } catch (error) {
      // The code of this sign-in will not be accepted any more.
      if ((error as { code?: string }).code === 'CODE_EXPIRED') this.#abandon();
      throw error;
    }
  }

  #abandon() {
    const { state } = this.client;
    if (state.status === 'challenge') this.#abandoned = state.challenge;
    this.#go({ name: 'signIn' }, this.#typed);
  }
}
