/** Shows one step at a time, runs it, and shows its errors. */

import { append, create } from './dom.ts';
import { type DrawnStep, drawStep } from './draw-step.ts';
import { explain, type Problem } from './explain.ts';
import type { Field, Step, Values } from './step.ts';
import type { Translate } from './texts/texts.ts';

export interface Panel {
  readonly element: HTMLElement;
  readonly isBusy: boolean;
  /**
   * Shows a step, unless it is the one that is shown. The focus follows if it was in the panel:
   * otherwise it would be lost.
   */
  show(step: Step, translate: Translate): void;
  /** Shows a status, which screen readers announce. */
  say(text: string): void;
  /** Shows an error that no button of the panel has led to. */
  fail(error: unknown): void;
}

interface ShownStep extends DrawnStep {
  step: Step;
  translate: Translate;
}

/** @param id Makes the IDs unique among the panels of an element. */
export function createPanel(id: string): Panel {
  const heading = create('h2', { id: `${id}-heading`, part: 'heading', tabindex: '-1' });
  // Screen readers announce changes of a region that was there before.
  const notice = create('p', { part: 'notice', role: 'status' });
  const alert = create('div', { id: `${id}-error`, part: 'error', role: 'alert' });
  const body = create('div', { part: 'body' });
  const status = create('p', { part: 'status', role: 'status' });
  const parts = [heading, notice, alert, body, status];
  const element = create('section', { part: 'panel', 'aria-labelledby': heading.id }, ...parts);
  let shown: ShownStep | undefined;
  let isBusy = false;

  function setBusy(value: boolean) {
    isBusy = value;
    // Not the whole panel: screen readers would hold back what the regions say.
    body.setAttribute('aria-busy', String(value));
    // Not `disabled`: the button would lose the focus.
    for (const button of body.querySelectorAll('button')) {
      button.setAttribute('aria-disabled', String(value));
    }
    status.textContent = value ? (shown?.translate('wait') ?? '') : '';
  }

  /** Binds the text to its field, or else to the button of the form. */
  function showProblem({ controls, submit }: ShownStep, { lines, fields }: Problem) {
    alert.replaceChildren(...lines.map((line) => create('p', {}, line)));
    const field = fields.flatMap((name) => controls.get(name) ?? [])[0];
    field?.setAttribute('aria-invalid', 'true');
    setDescribed(field ?? submit, alert.id, true);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  function clearProblem({ controls, submit }: ShownStep) {
    alert.replaceChildren();
    for (const control of [...controls.values(), submit]) {
      control?.removeAttribute('aria-invalid');
      setDescribed(control, alert.id, false);
    }
  }

  function fail(error: unknown) {
    if (shown) showProblem(shown, explain(error, shown.translate));
  }

  async function perform(run: Step['run'], needed: readonly Field[] = []) {
    if (isBusy || shown === undefined) return;
    clearProblem(shown);
    const values = readValues(shown);
    const missing = needed.find(({ name }) => !values[name]);
    if (missing) {
      const { name, label } = missing;
      const lines = [shown.translate('required', { label })];
      return showProblem(shown, { lines, fields: [name] });
    }
    setBusy(true);
    try {
      await run?.(values);
    } catch (error) {
      // The page has given up what the step was waiting for.
      if ((error as Partial<Error> | undefined)?.name !== 'AbortError') fail(error);
    } finally {
      setBusy(false);
    }
  }

  function moveFocus({ controls }: DrawnStep) {
    const fields = [...controls.values()].filter((control) => !control.matches('[readonly]'));
    (fields.find(({ value }) => !value) ?? fields[0] ?? heading).focus();
  }

  return {
    element,
    fail,
    get isBusy() {
      return isBusy;
    },
    say(text) {
      status.textContent = text;
    },
    show(step, translate) {
      if (shown?.step.key === step.key && shown.translate === translate) return;
      const { activeElement } = element.getRootNode() as ShadowRoot;
      const hadFocus = isBusy || element.contains(activeElement);
      const drawn = drawStep(step, {
        id,
        labelledBy: heading.id,
        translate,
        onSubmit: () => perform(step.run, step.fields),
        onPress: ({ run, needs }) => perform(run, needs),
      });
      shown = { ...drawn, step, translate };
      element.lang = translate('language');
      heading.textContent = step.heading;
      notice.textContent = step.notice ?? '';
      alert.replaceChildren();
      body.replaceChildren();
      append(body, drawn.nodes);
      setBusy(isBusy);
      if (hadFocus) moveFocus(drawn);
    },
  };
}

/** Passwords are taken as they are. A space around a name or a code is a mistake. */
const readValues = ({ controls }: DrawnStep): Values =>
  Object.fromEntries(
    [...controls].map(([name, { value }]) => [
      name,
      name.endsWith('password') ? value : value.trim(),
    ]),
  );

/** Adds an ID to those that describe a control, or removes it. */
function setDescribed(control: HTMLElement | undefined, id: string, isDescribed: boolean) {
  const ids = (control?.getAttribute('aria-describedby') ?? '').split(' ');
  const others = ids.filter((each) => each !== '' && each !== id);
  const next = isDescribed ? [...others, id] : others;
  if (next.length > 0) control?.setAttribute('aria-describedby', next.join(' '));
  else control?.removeAttribute('aria-describedby');
}
