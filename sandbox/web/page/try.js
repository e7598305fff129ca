/** The table of recipes: one button for each, and what went over the wire. */

const { recipes, url } = await (await fetch('/sandbox/facts.json')).json();
const byId = (id) => document.getElementById(id);

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

/** Not every browser lets the keyboard reach what scrolls. */
const scrolling = (label) => ({ tabindex: '0', role: 'region', 'aria-label': label });

const anchorOf = (code) => code.toLowerCase().replaceAll('_', '-');
const codeCell = (code) =>
  code
    ? element('a', element('code', code), { href: `/authentication/errors#${anchorOf(code)}` })
    : element('code', '200');

function usernameOf({ body }) {
  try {
    return JSON.parse(body).username.replace('{domain}', 'example.com');
  } catch {
    return '';
  }
}

/** A row for a recipe. */
function rowOf({ id, title, code, last }) {
  const button = element('button', 'Try it', {
    type: 'button',
    'data-recipe': id,
    'aria-label': `Try it: ${title}`,
  });
  button.addEventListener('click', () => run(button, id, title));
  return element('tr', [
    element('td', codeCell(code)),
    element('td', title),
    element('td', element('code', usernameOf(last))),
    element('td', button),
  ]);
}

async function run(button, id, title) {
  byId('exchange').addEventListener('close', () => button.focus(), { once: true });
  button.disabled = true;
  button.textContent = 'Sending…';
  try {
    const response = await fetch(`/sandbox/try/${id}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${response.status}`);
    show(title, await response.json());
  } catch (error) {
    show(title, []);
    byId('steps').textContent = `The sandbox did not answer (${error.message}).`;
  } finally {
    button.disabled = false;
    button.textContent = 'Try it';
  }
}

function show(title, exchanges) {
  byId('exchange-heading').textContent = title;
  byId('steps').replaceChildren(
    ...exchanges.flatMap(({ request, response }, index) => [
      element('h3', `${index + 1}. ${request.method} ${request.url.slice(url.length)}`),
      element('pre', curlOf(request), scrolling('Request')),
      element('pre', rawOf(response), scrolling('Response')),
    ]),
  );
  byId('exchange').showModal();
  byId('exchange-heading').focus();
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const shortened = (text) =>
  text.length > 2_000 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;

function curlOf({ method, url: to, headers, body }) {
  const options = Object.entries(headers).map(
    ([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`,
  );
  if (body !== undefined) options.push(`  -d ${quoted(shortened(body))}`);
  return [`curl -i -X ${method} ${to}`, ...options].join(' \\\n');
}

function rawOf({ status, headers, body }) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, '', pretty(body)].join('\n');
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

byId('recipes').append(...recipes.map(rowOf));
