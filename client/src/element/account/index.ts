/** Defines `<chordian-account>`. */

import { define } from '../client-element.ts';
import { ChordianAccount } from './account-element.ts';

define('chordian-account', ChordianAccount);

export { ChordianAccount };

declare global {
  interface HTMLElementTagNameMap {
    'chordian-account': ChordianAccount;
  }
}
