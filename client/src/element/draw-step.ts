import { type Child, create } from './dom.ts';
import { type Control, drawField } from './field.ts';
import type { Item, Link, Step } from './step.ts';
import type { Translate } from './texts/texts.ts';

/** The drawn step, below its heading. */
export interface DrawnStep {
  nodes: readonly Child[];
  /** What the user fills in, by the name of the field. */
  controls: ReadonlyMap<string, Control>;
  submit: HTMLButtonElement | undefined;
}

interface DrawOptions {
  /** Makes IDs unique. */
  id: string;
  labelledBy: string;
  translate: Translate;
  onSubmit(): void;
  onPress(link: Link): void;
}

export function drawStep(step: Step, options: DrawOptions): DrawnStep {
  const { hint, content = [], items = [], links = [] } = step;
  const hintId = hint === undefined ? undefined : `${options.id}-hint`;
  const draw = (link: Link) => drawLink(link, options.onPress);
  const { form, ...drawn } = drawForm(step, hintId, options);
  const nodes = [
    hint !== undefined && create('p', { id: hintId, part: 'hint' }, hint),
    ...content,
    items.length > 0 && drawItems(items, draw),
    form,
    links.length > 0 && create('div', { part: 'links' }, ...links.map(draw)),
  ];
  return { nodes, ...drawn };
}

function drawForm(
  { fields = [], submit: text }: Step,
  hintId: string | undefined,
  { id, labelledBy, translate, onSubmit }: DrawOptions,
) {
  const controls = new Map<string, Control>();
  if (text === undefined) return { controls, form: undefined, submit: undefined };
  const first = fields.find(({ isReadOnly }) => !isReadOnly);
  const drawn = fields.map((field) => {
    const { element, control } = drawField(field, {
      id: `${id}-${field.name}`,
      describedBy: field === first ? hintId : undefined,
      show: translate('show'),
      showPassword: translate('showPassword'),
    });
    controls.set(field.name, control);
    return element;
  });
  const submit = create('button', { type: 'submit', part: 'button' }, text);
  const form = create(
    'form',
    { part: 'form', novalidate: true, 'aria-labelledby': labelledBy },
    ...drawn,
    submit,
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  return { controls, form, submit };
}

function drawLink(link: Link, onPress: DrawOptions['onPress']): HTMLButtonElement {
  const { text, label } = link;
  const button = create('button', { type: 'button', part: 'link', 'aria-label': label }, text);
  button.onclick = () => onPress(link);
  return button;
}

const drawItems = (items: readonly Item[], draw: (link: Link) => HTMLElement) =>
  create(
    'ul',
    // Without bullets, some screen readers would not take it for a list.
    { part: 'list', role: 'list' },
    ...items.map(({ title, detail, links = [] }) =>
      create(
        'li',
        { part: 'item' },
        create('strong', {}, title),
        create('span', {}, detail),
        links.length > 0 && create('div', { part: 'links' }, ...links.map(draw)),
      ),
    ),
  );
