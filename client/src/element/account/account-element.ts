import type { User } from '../../claims.ts';
import type { AuthState } from '../../state.ts';
import { ClientElement } from '../client-element.ts';
import { createPanel, type Panel } from '../panel.ts';
import type { Step } from '../step.ts';
import type { TextKey } from '../texts/texts.ts';
import { deletion } from './deletion.ts';
import { emailChange } from './email.ts';
import { passkeyList } from './passkeys.ts';
import { passwordChange } from './password.ts';
import type { Section } from './section.ts';
import { sessionList } from './sessions.ts';
import { authenticatorApp } from './totp.ts';

interface SectionKind {
  /** The heading that it has until its first step is known. */
  heading: TextKey;
  first: FirstStep;
  /** The attribute that it needs, if not every stage has its routes. */
  attribute?: string;
}

const SECTIONS: Readonly<Record<string, SectionKind>> = {
  sessions: { heading: 'sessions', first: sessionList },
  passkeys: { heading: 'passkeys', first: passkeyList, attribute: 'passkeys' },
  totp: { heading: 'totp', first: authenticatorApp, attribute: 'totp' },
  password: { heading: 'changePassword', first: passwordChange },
  email: { heading: 'changeEmail', first: emailChange },
  deletion: { heading: 'deleteAccount', first: deletion },
};

type FirstStep = (section: Section, notice: string | undefined) => Step | Promise<Step>;

/**
 * `<chordian-account>` shows users who are signed in their sessions, and lets them change their
 * password and address and delete their account. Attributes: `passkeys` and `totp` let them
 * add passkeys and an authenticator app, `base-url` is the origin of the service. Properties:
 * `client`, `texts`.
 */
export class ChordianAccount extends ClientElement {
  static readonly observedAttributes = ['totp', 'passkeys'];
  #panels: Readonly<Record<string, Panel>> = {};
  #shown: unknown[] = [];
  /** Counts the starts of sections. Each start has its own key, so that the panel draws it. */
  #starts = 0;

  protected override draw(state: AuthState): void {
    if (state.status !== 'signed_in') {
      this.#shown = [];
      this.#panels = {};
      this.shadowRoot?.replaceChildren();
      return;
    }
    const { user, sessionId } = state;
    const names = Object.keys(SECTIONS).filter((name) => this.#has(name));
    // A refreshed token must not discard what the user has typed.
    const shown = [sessionId, user.email, this.translator, names.join()];
    if (shown.every((each, index) => each === this.#shown[index])) return;
    if (names.join() !== Object.keys(this.#panels).join()) this.#open(names);
    this.#shown = shown;
    for (const [name, panel] of Object.entries(this.#panels)) {
      if (!panel.isBusy) this.#start(name, panel, user).catch(panel.fail);
    }
  }

  #has(name: string): boolean {
    const attribute = SECTIONS[name]?.attribute;
    return attribute === undefined || this.hasAttribute(attribute);
  }

  /** Creates the panels of these sections. Those that are there already stay as they are. */
  #open(names: readonly string[]) {
    this.#panels = Object.fromEntries(
      names.map((name) => [name, this.#panels[name] ?? this.#create(name)]),
    );
    this.shadowRoot?.replaceChildren(...Object.values(this.#panels).map(({ element }) => element));
  }

  #create(name: string): Panel {
    const panel = createPanel(name);
    const heading = SECTIONS[name]?.heading;
    if (heading) panel.show({ key: '', heading: this.translator(heading) }, this.translator);
    return panel;
  }

  async #start(name: string, panel: Panel, user: User, notice?: string): Promise<void> {
    const translate = this.translator;
    const section: Section = {
      client: this.client,
      translate,
      user,
      show: (step) => panel.show(step, translate),
      restart: async (news) => {
        const { state } = this.client;
        if (state.status === 'signed_in') await this.#start(name, panel, state.user, news);
      },
    };
    const step = await SECTIONS[name]?.first(section, notice);
    this.#starts += 1;
    if (step) panel.show({ ...step, key: `${step.key}.${this.#starts}` }, translate);
  }
}
