/** Defines `<chordian-auth>`. */

import { ChordianAuth } from './auth-element.ts';
import { define } from './client-element.ts';

define('chordian-auth', ChordianAuth);

export type { Texts } from './texts/texts.ts';
export { ChordianAuth };

declare global {
  interface HTMLElementTagNameMap {
    'chordian-auth': ChordianAuth;
  }
}
