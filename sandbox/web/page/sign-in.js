/** The sign-in form: a small front end of the service, without a framework. */

const { routes, user } = await (await fetch('/sandbox/facts.json')).json();
const byId = (id) => document.getElementById(id);
const form = byId('sign-in');
const captcha = byId('captcha');

/** Kept in memory only: any script of the origin can read the browser's storage. */
let token;

// The element scrolls. Not every browser lets the keyboard focus a scrolling element by default.
byId('response').tabIndex = 0;

form.elements.username.value = user.username;
form.elements.password.value = user.password;

async function send({ method, path }, { headers = {}, body } = {}) {
  byId('status').textContent = 'Waiting for the response…';
  byId('status').className = '';
  try {
    const response = await fetch(path, { method, headers, body });
    const text = await response.text();
    const content = text === '' ? undefined : JSON.parse(text);
    show(response.status, content);
    return { ok: response.ok, content };
  } catch {
    const message = 'The sandbox does not respond. Check that it is still running.';
    show(0, { error: { message } });
    return { ok: false };
  }
}

function show(status, content) {
  const { error } = content ?? {};
  byId('status').className = error ? 'failure' : 'success';
  byId('status').replaceChildren(
    error ? `${status} ${error.code ?? ''}: ${error.message}` : `${status} OK`,
  );
  if (error?.documentation_url) {
    const link = document.createElement('a');
    link.href = error.documentation_url;
    link.textContent = 'What this means';
    byId('status').append(' ', link);
  }
  byId('response').hidden = content === undefined;
  byId('response').textContent = content === undefined ? '' : JSON.stringify(content, null, 2);
}

/**
 * Shows a CAPTCHA widget. It solves a challenge and adds the solution to the form as `captcha`. A
 * solution works once, so each call creates a new widget. `onSolved` runs when it has a solution.
 */
async function showCaptcha(challengeUrl, onSolved) {
  await import('/sandbox/altcha.js');
  const widget = document.createElement('altcha-widget');
  for (const [name, value] of Object.entries({
    challenge: challengeUrl,
    name: 'captcha',
    auto: 'onload',
    workers: '2',
  })) {
    widget.setAttribute(name, value);
  }
  widget.addEventListener('statechange', ({ detail }) => {
    // The widget adds its solution to the form after this event.
    if (detail.state === 'verified') setTimeout(onSolved);
  });
  captcha.replaceChildren(widget);
  captcha.hidden = false;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { username, password, captcha: solution } = Object.fromEntries(new FormData(form));
  const body = JSON.stringify({ username, password, ...(solution && { captcha: solution }) });
  const { ok, content } = await send(routes.login, {
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  if (ok) token = content.token;
  const challenge = content?.error?.details?.captcha;
  if (challenge) {
    // Sends the same input again with the solution. If that was refused, the user decides.
    const resend = solution ? () => {} : () => form.requestSubmit();
    await showCaptcha(challenge.challenge_url, resend);
  } else {
    captcha.replaceChildren();
    captcha.hidden = true;
  }
});

const bearer = () => (token ? { Authorization: `Bearer ${token}` } : {});

byId('session').addEventListener('click', () => send(routes.session, { headers: bearer() }));
byId('refresh').addEventListener('click', async () => {
  const { ok, content } = await send(routes.refresh);
  if (ok) token = content.token;
});
byId('logout').addEventListener('click', async () => {
  const { ok } = await send(routes.logout, { headers: bearer() });
  if (ok) token = undefined;
});
