/** A sign-in with a passkey. The service needs a name first, as Cognito does. */

import { getPasskey } from '../../passkeys.ts';
import type { Challenge } from '../../state.ts';
import type { Scene } from './scene.ts';

/** Begins the sign-in, and opens the dialog of the browser at once: the user has just pressed. */
export async function signInWithPasskey({ client, remember }: Scene, username: string) {
  remember(username);
  const state = await client.passwordless({ username, method: 'passkey' });
  if (state.status === 'challenge')
    await client.challenge(await answerWithPasskey(state.challenge));
}

/** Opens the dialog of the browser. Returns the input of `challenge`. */
export const answerWithPasskey = async ({ parameters }: Pick<Challenge, 'parameters'>) => ({
  credential: await getPasskey(parameters),
});
