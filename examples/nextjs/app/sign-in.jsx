'use client';

import { useAuth } from 'chordian-auth-client/react';
import { useEffect } from 'react';

/** The sign-in, and for users who are signed in the way out. */
export function SignIn() {
  const auth = useAuth();
  useEffect(() => {
    // A server has no elements, and the element must have its client before it is defined.
    import('chordian-auth-client/element');
  }, []);
  const giveClient = (element) => {
    if (element) element.client = auth;
  };
  return <chordian-auth ref={giveClient} sign-up />;
}
