/** Draws one step at a time, runs it, and shows what went wrong. */

import { create } from './dom.ts';
import { explain, type Problem } from './explain.ts';
import { type Control, drawField } from './field.ts';
import type { Link, Step, Values } from './step.ts';
import type { Translate } from './texts/texts.ts';

export interface Panel {
  readonly element: HTMLElement;
  /**
   * Shows a step, unless it is the one that is shown. The focus follows if it was in the panel:
   * otherwise it would be lost.
   */
  show(step: Step, translate: Translate): void;
  /** Tells what is going on. */
  say(text: string): void;
  /** Shows an error that no button of the panel has led to. */
  fail(error: unknown): void;
  readonly isBusy: boolean;
}

/** @param id Makes the IDs unique among the panels of an element. */
export function createPanel(id: string): Panel {
  const heading = create('h2', { id: `${id}-heading`, part: 'heading', tabindex: '-1' });
  const notice = create('p', { part: 'notice', role: 'status' });
  // Screen readers announce changes of a region that was there before.
  const alert = create('div', { id: `${id}-error`, part: 'error', role: 'alert' });
  const body = create('div', { part: 'body' });
  const status = create('p', { part: 'status', role: 'status' });
  const element = create(
    'section',
    { part: 'panel', 'aria-labelledby': heading.id },
    heading,
    notice,
    alert,
    body,
    status,
  );
  let shown: { step: Step; translate: Translate } | undefined;
  let controls = new Map<string, Control>();
  let submit: HTMLButtonElement | undefined;
  let isBusy = false;

  const values = (): Values =>
    Object.fromEntries(
      [...controls].map(([name, { value }]) => [
        name,
        name.endsWith('password') ? value : value.trim(),
      ]),
    );

  function setBusy(value: boolean) {
    isBusy = value;
    // Not the whole panel: screen readers would hold back what the regions below say.
    body.setAttribute('aria-busy', String(value));
    // Not `disabled`: the button would lose the focus.
    for (const button of body.querySelectorAll('button')) {
      button.setAttribute('aria-disabled', String(value));
    }
    status.textContent = value ? (shown?.translate('wait') ?? '') : '';
  }

  /** Binds the text to the field, or else to the button that was pressed. */
  function showProblem({ lines, fields }: Problem) {
    alert.replaceChildren(...lines.map((line) => create('p', {}, line)));
    const field = fields.flatMap((name) => controls.get(name) ?? [])[0];
    describe(field ?? submit, alert.id);
    field?.setAttribute('aria-invalid', 'true');
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  function fail(error: unknown) {
    if (shown) showProblem(explain(error, shown.translate));
  }

  function clear() {
    alert.replaceChildren();
    for (const target of [...controls.values(), submit]) {
      target?.removeAttribute('aria-invalid');
      describe(target, undefined);
    }
  }

  /** Describes a control by its hint, if it has one, and by the error. */
  function describe(target: HTMLElement | undefined, error: string | undefined) {
    const ids = [target?.dataset.hint, error].filter(Boolean).join(' ');
    if (ids) target?.setAttribute('aria-describedby', ids);
    else target?.removeAttribute('aria-describedby');
  }

  async function perform(run: (values: Values) => unknown): Promise<void> {
    if (isBusy || shown === undefined) return;
    clear();
    setBusy(true);
    try {
      await run(values());
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  }

  function submitForm({ fields = [], run = () => {} }: Step, translate: Translate) {
    const typed = values();
    const missing = fields.find(({ name }) => !typed[name]);
    if (missing === undefined) return perform(run);
    if (isBusy) return;
    clear();
    const { name, label } = missing;
    showProblem({ lines: [translate('required', { label })], fields: [name] });
  }

  function drawForm(step: Step, translate: Translate): HTMLFormElement | undefined {
    const { fields = [], submit: text, hint } = step;
    if (text === undefined) return undefined;
    const hintId = hint === undefined ? undefined : `${id}-hint`;
    const first = fields.find(({ isReadOnly }) => !isReadOnly);
    const drawn = fields.map((field) => {
      const describedBy = field === first ? hintId : undefined;
      const result = drawField(field, {
        id: `${id}-${field.name}`,
        describedBy,
        show: translate('show'),
        showPassword: translate('showPassword'),
      });
      if (describedBy !== undefined) result.control.dataset.hint = describedBy;
      controls.set(field.name, result.control);
      return result.element;
    });
    submit = create('button', { type: 'submit', part: 'button' }, text);
    const form = create(
      'form',
      { part: 'form', novalidate: true, 'aria-labelledby': heading.id },
      ...drawn,
      submit,
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      submitForm(step, translate);
    };
    return form;
  }

  function drawLink({ text, label, run }: Link): HTMLButtonElement {
    const button = create('button', { type: 'button', part: 'link', 'aria-label': label }, text);
    button.onclick = () => perform(run);
    return button;
  }

  const drawLinks = ({ links = [] }: Step) =>
    links.length > 0 && create('div', { part: 'links' }, ...links.map(drawLink));

  function drawItems({ items = [] }: Step) {
    if (items.length === 0) return undefined;
    const drawn = items.map(({ title, detail, link }) =>
      create(
        'li',
        { part: 'item' },
        create('strong', {}, title),
        create('span', {}, detail),
        link && drawLink(link),
      ),
    );
    return create('ul', { part: 'list', role: 'list' }, ...drawn);
  }

  function moveFocus() {
    const fields = [...controls.values()].filter((control) => !control.matches('[readonly]'));
    (fields.find(({ value }) => !value) ?? fields[0] ?? heading).focus();
  }

  return {
    element,
    get isBusy() {
      return isBusy;
    },
    fail,
    say(text) {
      status.textContent = text;
    },
    show(step, translate) {
      if (shown?.step.key === step.key && shown.translate === translate) return;
      const root = element.getRootNode() as ShadowRoot;
      const hadFocus = isBusy || element.contains(root.activeElement);
      shown = { step, translate };
      controls = new Map();
      submit = undefined;
      element.lang = translate('language');
      heading.textContent = step.heading;
      notice.textContent = step.notice ?? '';
      alert.replaceChildren();
      const { hint, content = [] } = step;
      const parts = [
        hint !== undefined && create('p', { id: `${id}-hint`, part: 'hint' }, hint),
        ...content,
        drawItems(step),
        drawForm(step, translate),
        drawLinks(step),
      ];
      body.replaceChildren(...parts.filter((part) => part !== undefined && part !== false));
      if (isBusy) setBusy(true);
      else status.textContent = '';
      if (hadFocus) moveFocus();
    },
  };
}
