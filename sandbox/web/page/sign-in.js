/** The login page: what a front end of the service looks like, without a framework. */

const { paths, user } = await (await fetch('/sandbox/facts.json')).json();
const byId = (id) => document.getElementById(id);
const form = byId('sign-in');
const captcha = byId('captcha');

/** In memory only: what a script can read from storage, any script can. */
let token;

// It scrolls, and not every browser lets the keyboard reach what scrolls.
byId('answer').tabIndex = 0;

form.elements.username.value = user.username;
form.elements.password.value = user.password;

async function send(method, path, { headers = {}, body } = {}) {
  byId('status').textContent = 'Waiting for the answer…';
  byId('status').className = '';
  try {
    const response = await fetch(path, { method, headers, body });
    const text = await response.text();
    const answer = text === '' ? undefined : JSON.parse(text);
    show(response.status, answer);
    return { ok: response.ok, answer };
  } catch {
    show(0, { error: { message: 'The sandbox does not answer. Is it still running?' } });
    return { ok: false };
  }
}

function show(status, answer) {
  const { error } = answer ?? {};
  byId('status').className = error ? 'bad' : 'good';
  byId('status').replaceChildren(
    error ? `${status} ${error.code ?? ''}: ${error.message}` : `${status} OK`,
  );
  if (error?.documentation_url) {
    const link = document.createElement('a');
    link.href = error.documentation_url;
    link.textContent = 'What this means';
    byId('status').append(' ', link);
  }
  byId('answer').hidden = answer === undefined;
  byId('answer').textContent = answer === undefined ? '' : JSON.stringify(answer, null, 2);
}

/**
 * The widget solves a challenge and puts the solution into the form as `captcha`. A used one is
 * replaced by a new widget.
 */
async function askForCaptcha(challengeUrl) {
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
  captcha.replaceChildren(widget);
  captcha.hidden = false;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { username, password, captcha: solution } = Object.fromEntries(new FormData(form));
  const body = JSON.stringify({ username, password, ...(solution && { captcha: solution }) });
  const { ok, answer } = await send('POST', paths.login, {
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  if (ok) token = answer.token;
  const challenge = answer?.error?.details?.captcha;
  if (challenge) await askForCaptcha(challenge.challenge_url);
  else {
    captcha.replaceChildren();
    captcha.hidden = true;
  }
});

byId('session').addEventListener('click', () =>
  send('GET', paths.session, { headers: token ? { Authorization: `Bearer ${token}` } : {} }),
);
byId('refresh').addEventListener('click', async () => {
  const { ok, answer } = await send('POST', paths.refresh);
  if (ok) token = answer.token;
});
byId('logout').addEventListener('click', async () => {
  const { ok } = await send('POST', paths.logout, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  if (ok) token = undefined;
});
