/** The list of mails. It reloads while the page is visible. */

const RELOAD_MS = 2_000;

const byId = (id) => document.getElementById(id);

function createElement(name, content, attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...[content].flat());
  return element;
}

/** The body is shown as text: a mail must not run scripts here. */
function createMail({ id, to, subject, body, code, sentAt }) {
  const heading = createElement('h2', subject, { id });
  return createElement(
    'article',
    [
      heading,
      createElement('p', [
        'To ',
        createElement('code', to),
        ...(code === undefined ? [] : [', code ', createElement('code', code)]),
        ', sent ',
        createElement('time', new Date(sentAt).toLocaleString(), { datetime: sentAt }),
      ]),
      createElement('pre', body, {
        tabindex: '0',
        role: 'group',
        'aria-label': `Text: ${subject}`,
      }),
    ],
    { 'aria-labelledby': id },
  );
}

let shown;

async function reload() {
  if (document.hidden) return;
  try {
    const response = await fetch('/sandbox/mailbox.json');
    if (!response.ok) throw new Error(`${response.status}`);
    const text = await response.text();
    if (text === shown) return;
    shown = text;
    const mails = JSON.parse(text);
    byId('status').className = '';
    byId('status').textContent =
      mails.length === 0
        ? 'No mails yet.'
        : `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}`;
    byId('mails').replaceChildren(...mails.map(createMail));
  } catch {
    shown = undefined;
    byId('status').className = 'failure';
    byId('status').textContent = 'The sandbox does not respond. Check that it is still running.';
  }
}

document.addEventListener('visibilitychange', reload);
setInterval(reload, RELOAD_MS);
await reload();
