/** The sign-in by the element of the client, and buttons that show what the service answers. */

import { createAuthClient } from '/sandbox/client/client.js';

const { routes, user, emailCodes, passkeys } = await (await fetch('/sandbox/facts.json')).json();
const byId = (id) => document.getElementById(id);
const element = document.querySelector('chordian-auth');

// The element scrolls. Not every browser lets the keyboard focus a scrolling element by default.
byId('response').tabIndex = 0;

/** Sends a request of the client, and shows the response. */
async function send(input, init) {
  // Every visit begins with the question who is signed in. Its answer would only confuse.
  if (client.state.status === 'loading') return fetch(input, init);
  byId('status').textContent = 'Waiting for the response…';
  byId('status').className = '';
  try {
    const response = await fetch(input, init);
    const text = await response.clone().text();
    show(response.status, text === '' ? undefined : JSON.parse(text));
    return response;
  } catch (error) {
    const message = 'The sandbox does not respond. Check that it is still running.';
    show(0, { error: { message } });
    throw error;
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

const client = createAuthClient({ fetch: send });
element.client = client;
element.setAttribute('username', user.username);
element.toggleAttribute('email-code', emailCodes);
element.toggleAttribute('passkeys', passkeys);
await import('/sandbox/client/element.js');

/** A visitor can sign in with one press. The password of the test user is published. */
function fillPassword() {
  const password = element.shadowRoot.querySelector('[autocomplete="current-password"]');
  if (password && password.value === '') password.value = user.password;
}
const stop = client.onSessionChange(({ status }) => {
  if (status !== 'signed_out') return;
  fillPassword();
  stop();
});

byId('session').addEventListener('click', () => client.fetch(routes.session.path).catch(() => {}));
byId('refresh').addEventListener('click', () => client.refresh().catch(() => {}));
byId('logout').addEventListener('click', () => client.logout().catch(() => {}));
