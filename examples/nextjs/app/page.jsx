'use client';

import { useState } from 'react';

/** Signs in through the rewrite, then reads the session. */
export default function Page() {
  const [status, setStatus] = useState('Signed out');

  async function signIn(event) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget));
    const login = await callApi('login', { method: 'POST', body: JSON.stringify(form) });
    if (login.error) return setStatus(login.error.code);
    const refreshed = await callApi('refresh', { method: 'POST' });
    const { user } = await callApi('session', {
      headers: { Authorization: `Bearer ${refreshed.token}` },
    });
    return setStatus(`Signed in as ${user.email}`);
  }

  return (
    <main>
      <form onSubmit={signIn}>
        <label>
          Username <input name="username" autoComplete="username" required />
        </label>
        <label>
          Password{' '}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
      <p role="status">{status}</p>
    </main>
  );
}

const callApi = async (route, init) => (await fetch(`/api/auth/${route}`, init)).json();
