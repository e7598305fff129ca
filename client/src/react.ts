'use client';

/** The client in React 18 and later. Renders on servers and under StrictMode. */

import {
  createContext,
  createElement,
  type DetailedHTMLProps,
  type FunctionComponentElement,
  type HTMLAttributes,
  type ProviderProps,
  type ReactNode,
  useContext,
  useEffect,
  useSyncExternalStore,
} from 'react';
import type { AuthClient } from './client.ts';
import type { ChordianAccount } from './element/account/account-element.ts';
import type { ChordianAuth } from './element/auth-element.ts';
import type { Texts } from './element/texts/texts.ts';
import type { AuthState } from './state.ts';

/** The attributes and properties of both elements. */
interface ElementProps<E> extends DetailedHTMLProps<HTMLAttributes<E>, E> {
  client?: AuthClient;
  texts?: Texts;
  'base-url'?: string;
  passkeys?: boolean;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'chordian-auth': ElementProps<ChordianAuth> & {
        'sign-up'?: boolean;
        'email-code'?: boolean;
        username?: string;
      };
      'chordian-account': ElementProps<ChordianAccount> & { totp?: boolean };
    }
  }
}

const ClientContext = createContext<AuthClient | undefined>(undefined);

/**
 * What servers render, and browsers when they hydrate: a client on a server sends no requests.
 * It is the same for all users, so that a cached page does not show one user to another.
 */
const UNKNOWN: AuthState = { status: 'loading', online: true };

export interface AuthProviderProps {
  /** Create it outside of components, because a page needs one client that stays the same. */
  client: AuthClient;
  children?: ReactNode;
}

/**
 * Gives a client to the components in it, and restores the session after the first render. The
 * client stays open if the provider is removed. Close it where you have created it.
 */
export function AuthProvider({
  client,
  children,
}: AuthProviderProps): FunctionComponentElement<ProviderProps<AuthClient | undefined>> {
  useEffect(() => {
    // StrictMode runs effects twice. Restores at the same time share one request.
    if (client.state.status === 'loading') client.restore();
  }, [client]);
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * Returns the client of the nearest provider. It never causes a new render.
 * @throws {Error} outside of an `AuthProvider`.
 */
export function useAuth(): AuthClient {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('useAuth and useSession need an <AuthProvider>');
  return client;
}

/**
 * Returns the state of the session, and renders again when it changes. A new token is no change.
 * @throws {Error} outside of an `AuthProvider`.
 */
export function useSession(): AuthState {
  const client = useAuth();
  return useSyncExternalStore(
    client.onSessionChange,
    () => client.state,
    () => UNKNOWN,
  );
}
