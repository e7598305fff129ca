import 'chordian-auth-client/element';
import { createAuthClient } from 'chordian-auth-client';
import { AuthProvider, useAuth, useSession } from 'chordian-auth-client/react';
import { useState } from 'react';

// Outside of components, because a page needs one client that stays the same.
const client = createAuthClient();

export default function App() {
  return (
    <AuthProvider client={client}>
      <Page />
    </AuthProvider>
  );
}

function Page() {
  const auth = useAuth();
  const state = useSession();
  if (state.status === 'signed_in') return <Account user={state.user} />;
  return <chordian-auth client={auth} sign-up style={{ margin: '2rem auto' }} />;
}

function Account({ user }) {
  const auth = useAuth();
  const [problem, setProblem] = useState('');
  return (
    <main>
      <h1>Welcome, {user.email}</h1>
      <button
        type="button"
        onClick={() => auth.logout().catch((error) => setProblem(error.message))}
      >
        Sign out
      </button>
      <p role="alert">{problem}</p>
    </main>
  );
}
