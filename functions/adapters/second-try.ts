/**
 * A second try after a connection that was dead. While a function is frozen, a server closes its
 * idle connections. The function finds out when it sends its next request.
 */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** No connection was made, so the request was not sent. */
const NOT_CONNECTED: readonly unknown[] = ['ECONNREFUSED', 'EAI_AGAIN'];
const DISCONNECTED: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/** Operations that may run twice if the first request was sent after all. */
const REPEATABLE: readonly unknown[] = [
  'InitiateAuthCommand',
  'AdminGetUserCommand',
  'AdminListGroupsForUserCommand',
];

/** Agents that recognise dead connections. */
export function createAgents() {
  const options = { keepAlive: true, maxSockets: 50 };
  const agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
  const onDeadConnection = new WeakSet<object>();
  for (const agent of Object.values(agents)) watchReuse(agent, onDeadConnection);
  return {
    agents,
    /** Whether a reused connection caused the error before any byte of a response arrived. */
    isOnDeadConnection: (error: object) => onDeadConnection.has(error),
  };
}

function watchReuse(agent: HttpAgent, onDeadConnection: WeakSet<object>): void {
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (duplex, request) => {
    reuseSocket(duplex, request);
    const socket = duplex as Socket;
    const before = socket.bytesRead;
    request.once('error', (error) => {
      if (socket.bytesRead > before) return;
      onDeadConnection.add(error);
      // The other idle connections are as old. The second try must not use one of them.
      for (const idle of Object.values(agent.freeSockets).flat()) idle?.destroy();
    });
  };
}

/**
 * Gives operations a second try if the first one certainly had no effect, or may be repeated. Both
 * have the abort signal of the operation.
 */
export function addSecondTry(
  client: CognitoIdentityProviderClient,
  isOnDeadConnection: (error: object) => boolean,
): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const { code } = error as { code?: unknown };
          const mayTryAgain =
            NOT_CONNECTED.includes(code) ||
            (DISCONNECTED.includes(code) &&
              REPEATABLE.includes(commandName) &&
              isOnDeadConnection(error as object));
          if (!mayTryAgain) throw error;
          return next(args);
        }
      },
    // The position that is nearest to the network.
    { step: 'deserialize', priority: 'low', name: 'secondTry' },
  );
}
