/** Shows the sessions of the user. The element in `index.html` signs the user in. */

import '/node_modules/chordian-auth-client/dist/element/index.js';

const { client } = document.querySelector('chordian-auth');
const list = document.getElementById('sessions');

client.onSessionChange((state) => {
  document.title = state.status === 'signed_in' ? state.user.email : 'Sign in';
  if (state.status === 'signed_in') showSessions();
  else list.replaceChildren();
});

async function showSessions() {
  try {
    const { sessions } = await client.listSessions();
    list.replaceChildren(...sessions.map(({ device }) => item(device ?? 'Unknown device')));
  } catch (error) {
    list.replaceChildren(item(error.message));
  }
}

function item(text) {
  const element = document.createElement('li');
  element.textContent = text;
  return element;
}
