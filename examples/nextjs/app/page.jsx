import { readUser } from '../lib/read-user.js';
import { SignIn } from './sign-in.jsx';

/** A server component: its HTML is for one user already. */
export default async function Page() {
  const user = await readUser();
  return (
    <main>
      <h1>{user ? `Welcome, ${user.email}` : 'Welcome'}</h1>
      <SignIn />
    </main>
  );
}
