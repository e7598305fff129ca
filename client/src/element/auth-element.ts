import { nameOf } from '../claims.ts';
import { supportsPasskeys } from '../passkeys.ts';
import type { AuthState } from '../state.ts';
import { ClientElement } from './client-element.ts';
import { create } from './dom.ts';
import { createPanel } from './panel.ts';
import type { Step } from './step.ts';
import { answerChallenge } from './steps/challenge.ts';
import { orderSignInCode } from './steps/email-code.ts';
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
 * Attributes: `sign-up` offers to create an account, `email-code` and `passkeys` offer to sign in
 * with a code by e-mail and with a passkey. `username` is the name to begin with, `base-url` is the
 * origin of the service. Properties: `client`, `texts`.
 */
export class ChordianAuth extends ClientElement {
  static readonly observedAttributes = ['sign-up', 'email-code', 'passkeys'];
  readonly #panel = createPanel('auth');
  readonly #slot = create('slot', { hidden: true });
  #place: Place = { name: 'signIn' };
  #typed: string | undefined;
  /** Why the last session has ended. It stays until the user does something else. */
  #notice: string | undefined;

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
          hint: translate('signedInAs', { username: nameOf(state.user) }),
          links: [{ text: translate('signOut'), run: () => this.client.logout() }],
        };
      case 'challenge':
        return answerChallenge(state.challenge, {
          translate,
          username: this.#username,
          answer: (input) => this.client.challenge(input),
          ...this.#waysOut(),
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
      hasEmailCodes: this.hasAttribute('email-code'),
      hasPasskeys: this.hasAttribute('passkeys') && supportsPasskeys(),
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
      case 'emailCode':
        return orderSignInCode(scene);
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

  /** The ways out of a step of a sign-in. Each gives it up. */
  #waysOut() {
    const leaveTo = (place: Place) => () => {
      this.#go(place, this.#typed);
      this.client.cancelSignIn();
    };
    const { translator: translate } = this;
    const isSecret = this.#place.name === 'emailCode';
    return {
      isSecret,
      links: [
        ...(isSecret
          ? [{ text: translate('sendAgain'), run: leaveTo({ name: 'emailCode' }) }]
          : []),
        { text: translate('backToSignIn'), run: leaveTo({ name: 'signIn' }) },
      ],
    };
  }
}
