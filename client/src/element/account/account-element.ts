import type { User } from '../../claims.ts';
import type { AuthState } from '../../state.ts';
import { ClientElement } from '../client-element.ts';
import { createPanel, type Panel } from '../panel.ts';
import type { Step } from '../step.ts';
import type { TextKey } from '../texts/texts.ts';
import { deletion } from './deletion.ts';
import { emailChange } from './email.ts';
import { passwordChange } from './password.ts';
import type { Section } from './section.ts';
import { sessionList } from './sessions.ts';

/** Each section, with the heading that it has until its first step is known. */
const SECTIONS: Readonly<Record<string, { heading: TextKey; first: FirstStep }>> = {
  sessions: { heading: 'sessions', first: sessionList },
  password: { heading: 'changePassword', first: passwordChange },
  email: { heading: 'changeEmail', first: emailChange },
  deletion: { heading: 'deleteAccount', first: deletion },
};

type FirstStep = (section: Section, notice: string | undefined) => Step | Promise<Step>;

/**
 * `<chordian-account>` shows users who are signed in their sessions, and lets them change their
 * password and address and delete their account. Attribute: `base-url`. Properties: `client`,
 * `texts`.
 */
export class ChordianAccount extends ClientElement {
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
    // A refreshed token must not discard what the user has typed.
    const shown = [sessionId, user.email, this.translator];
    if (shown.every((each, index) => each === this.#shown[index])) return;
    if (this.#shown.length === 0) this.#open();
    this.#shown = shown;
    for (const [name, panel] of Object.entries(this.#panels)) {
      if (!panel.isBusy) this.#start(name, panel, user).catch(panel.fail);
    }
  }

  #open() {
    this.#panels = Object.fromEntries(
      Object.entries(SECTIONS).map(([name, { heading }]) => {
        const panel = createPanel(name);
        panel.show({ key: '', heading: this.translator(heading) }, this.translator);
        return [name, panel];
      }),
    );
    this.shadowRoot?.append(...Object.values(this.#panels).map(({ element }) => element));
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
