'use client';

import { createAuthClient } from 'chordian-auth-client';
import { AuthProvider, useSession } from 'chordian-auth-client/react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

// It sends nothing until it is used, which happens in the browser only.
const client = createAuthClient();

/** Gives the client to the page. `renderedFor` is the `sub` of the user whom the server found. */
export function Session({ renderedFor, children }) {
  return (
    <AuthProvider client={client}>
      <RenderAgain renderedFor={renderedFor} />
      {children}
    </AuthProvider>
  );
}

/**
 * Renders the page again on the server if the browser finds another user: after a sign-in or a
 * sign-out, and if a link on another site led here. The browser keeps the cookie back then.
 */
function RenderAgain({ renderedFor }) {
  const router = useRouter();
  const state = useSession();
  const isKnown = state.status === 'signed_in' || state.status === 'signed_out';
  const found = state.status === 'signed_in' ? state.user.sub : undefined;
  useEffect(() => {
    if (isKnown && found !== renderedFor) router.refresh();
  }, [isKnown, found, renderedFor, router]);
  return null;
}
