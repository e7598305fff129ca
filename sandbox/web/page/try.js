/** The table of recipes. Each has a button that runs it and shows its requests and responses. */

const { recipes, url: origin } = await (await fetch('/sandbox/facts.json')).json();
const byId = (id) => document.getElementById(id);

function createElement(name, content, attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...[content].flat());
  return element;
}

/** Attributes of an element that scrolls. They let the keyboard focus it in every browser. */
const scrollable = (label) => ({ tabindex: '0', role: 'region', 'aria-label': label });

const anchorOf = (code) => code.toLowerCase().replaceAll('_', '-');
const createCode = (code, status) =>
  code
    ? createElement('a', createElement('code', code), {
        href: `/authentication/errors#${anchorOf(code)}`,
      })
    : createElement('code', String(status));

function readUsername({ body }) {
  try {
    return JSON.parse(body).username.replace('{domain}', 'example.com');
  } catch {
    return '';
  }
}

function createRow({ id, title, code, status, lastStep }) {
  const button = createElement('button', 'Try it', {
    type: 'button',
    'data-recipe': id,
    'aria-label': `Try it: ${title}`,
  });
  button.addEventListener('click', () => run(button, id, title));
  return createElement('tr', [
    createElement('td', createCode(code, status)),
    createElement('td', title),
    createElement('td', createElement('code', readUsername(lastStep))),
    createElement('td', button),
  ]);
}

async function run(button, id, title) {
  if (button.ariaDisabled === 'true') return;
  // Not `disabled`: the button must keep the focus, which the dialog gives back when it closes.
  button.ariaDisabled = 'true';
  button.textContent = 'Sending…';
  try {
    const response = await fetch(`/sandbox/try/${id}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${response.status}`);
    show(title, await response.json());
  } catch (error) {
    show(title, []);
    byId('steps').textContent = `The sandbox did not respond (${error.message}).`;
  } finally {
    button.ariaDisabled = 'false';
    button.textContent = 'Try it';
  }
}

function show(title, exchanges) {
  byId('exchanges-heading').textContent = title;
  byId('steps').replaceChildren(
    ...exchanges.flatMap(({ request, response }, index) => [
      createElement('h3', `${index + 1}. ${request.method} ${request.url.slice(origin.length)}`),
      createElement('pre', formatCurl(request), scrollable('Request')),
      createElement('pre', formatResponse(response), scrollable('Response')),
    ]),
  );
  byId('exchanges').showModal();
  byId('exchanges-heading').focus();
}

/** Quotes a text for a POSIX shell. */
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const shorten = (text) =>
  text.length > 2_000 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;

function formatCurl({ method, url, headers, body }) {
  const options = Object.entries(headers).map(
    ([name, value]) => `  -H ${quote(`${name}: ${value}`)}`,
  );
  if (body !== undefined) options.push(`  -d ${quote(shorten(body))}`);
  return [`curl -i -X ${method} ${url}`, ...options].join(' \\\n');
}

function formatResponse({ status, headers, body }) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, '', formatBody(body)].join('\n');
}

function formatBody(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

byId('recipes').append(...recipes.map(createRow));
