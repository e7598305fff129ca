/**
 * The style of the elements. A constructable sheet is allowed by every Content-Security-Policy. The
 * colours follow the page's `color-scheme`.
 */
const CSS = `
:host {
  display: block;
  --accent: var(--chordian-accent, light-dark(#1d4ed8, #93b4ff));
  --on-accent: var(--chordian-on-accent, light-dark(#fff, #0b1020));
  --text: var(--chordian-text, light-dark(#16191d, #e8eaed));
  --surface: var(--chordian-surface, light-dark(#fff, #131619));
  --edge: var(--chordian-edge, light-dark(#767c85, #878d96));
  --error: var(--chordian-error, light-dark(#b3261e, #ffb4ab));
  --radius: var(--chordian-radius, 0.375rem);
  --gap: var(--chordian-gap, 0.75rem);
  max-width: var(--chordian-width, 24rem);
  color: var(--text);
  font: var(--chordian-font, inherit);
}
:host([hidden]), slot[hidden] { display: none; }
* { box-sizing: border-box; font: inherit; color: inherit; }
[part='panel'] {
  background: var(--surface);
  padding: var(--chordian-padding, 0);
  text-align: start;
}
[part='panel'] + [part='panel'], slot { display: block; margin-top: 2rem; }
[part='body'], form, [part='field'] { display: grid; gap: var(--gap); }
[part='field'] { gap: 0.25rem; }
h2 { margin: 0 0 var(--gap); font-size: 1.375em; font-weight: 600; line-height: 1.25; }
p, dl, ul { margin: 0; padding: 0; }
dd { margin: 0 0 var(--gap); }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
[part='row'] { display: flex; gap: 0.25rem; }
[part='notice']:not(:empty), [part='error']:not(:empty) {
  margin-bottom: var(--gap);
  padding: 0.5em 0.75em;
  border-inline-start: 0.25rem solid var(--accent);
  overflow-wrap: anywhere;
}
[part='error']:not(:empty) { color: var(--error); border-color: var(--error); }
[part='status']:not(:empty) { margin-top: var(--gap); }
input, select, button {
  min-height: 2.75em;
  padding: 0.5em 0.75em;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--surface);
}
input, select { flex: 1; min-width: 0; width: 100%; }
/* Smaller text makes the browser of a phone zoom in. */
@media (pointer: coarse) { input, select { font-size: max(1rem, 1em); } }
input[readonly] { border-style: dashed; }
[aria-invalid='true'] { border-color: var(--error); }
button { cursor: pointer; }
[part='reveal'][aria-pressed='true'] { border-color: var(--accent); color: var(--accent); }
[part='button'] {
  background: var(--accent);
  color: var(--on-accent);
  border-color: transparent;
  font-weight: 600;
}
[part='links'] { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
[part='link'] {
  padding-inline: 0;
  border: 0;
  background: none;
  color: var(--accent);
  text-align: start;
  text-decoration: underline;
}
[aria-disabled='true'] { cursor: progress; opacity: 0.7; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[part='list'] { display: grid; gap: var(--gap); list-style: none; }
[part='item'] {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: 0 var(--gap);
  align-items: center;
}
[part='item'] > *, [part='hint'] { overflow-wrap: anywhere; }
[part='item'] > span { grid-column: 1; }
[part='item'] > [part='links'] { grid-area: 1 / 2 / span 2; }
[aria-busy='true'] + [part='status']:not(:empty)::before {
  content: '';
  display: inline-block;
  width: 0.875em;
  height: 0.875em;
  margin-inline-end: 0.5em;
  border: 0.125em solid var(--edge);
  border-top-color: var(--accent);
  border-radius: 50%;
}
@media (prefers-reduced-motion: no-preference) {
  [aria-busy='true'] + [part='status']::before { animation: turn 1s linear infinite; }
}
@keyframes turn { to { rotate: 1turn; } }
`;

let sheet: CSSStyleSheet | undefined;

/** All elements share one sheet. */
export function adoptStyle(root: ShadowRoot): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [sheet];
}
