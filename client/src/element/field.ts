import { create } from './dom.ts';
import type { Field } from './step.ts';

/** The element that has the value. */
export type Control = HTMLInputElement | HTMLSelectElement;

interface FieldOptions {
  /** Makes the IDs of the panel unique. */
  id: string;
  /** ID of the text that describes the field. */
  describedBy: string | undefined;
  /** The text of the button that shows a password, and what screen readers say. */
  show: string;
  showPassword: string;
}

/** Draws a field with its label. A password has a button that shows it (NIST SP 800-63B-4, 3.1.1). */
export function drawField(field: Field, { id, describedBy, show, showPassword }: FieldOptions) {
  const { name, label, type = 'text', autocomplete, inputmode, value, isReadOnly, options } = field;
  const attributes = { id, name, part: 'input', 'aria-describedby': describedBy };
  const isPassword = type === 'password';
  const control: Control = options
    ? create(
        'select',
        attributes,
        ...options.map((option) => create('option', { value: option.value }, option.label)),
      )
    : create('input', {
        ...attributes,
        type,
        autocomplete,
        inputmode,
        readonly: isReadOnly,
        'aria-required': isReadOnly ? undefined : 'true',
        autocapitalize: 'none',
        spellcheck: 'false',
      });
  if (value !== undefined) control.value = value;
  const element = create(
    'div',
    { part: 'field' },
    create('label', { for: id, part: 'label' }, label),
    create('div', { part: 'row' }, control, isPassword && reveal(control, show, showPassword)),
  );
  return { element, control };
}

function reveal(control: Control, text: string, label: string): HTMLButtonElement {
  const button = create(
    'button',
    { type: 'button', part: 'reveal', 'aria-label': label, 'aria-pressed': 'false' },
    text,
  );
  button.onclick = () => {
    const isShown = control.getAttribute('type') === 'text';
    control.setAttribute('type', isShown ? 'password' : 'text');
    button.setAttribute('aria-pressed', String(!isShown));
  };
  return button;
}
