import type { Challenge } from '../../state.ts';
import { type Child, create } from '../dom.ts';
import type { Translate } from '../texts/texts.ts';

/** A person can type the secret, and a phone can open the URI. */
export function drawSecret(
  { secret, otpauth_uri: uri }: Challenge['parameters'],
  translate: Translate,
): readonly Child[] {
  if (typeof secret !== 'string') return [];
  const isUri = typeof uri === 'string' && uri.startsWith('otpauth://');
  return [
    create(
      'dl',
      { part: 'secret' },
      create('dt', {}, translate('secret')),
      create('dd', {}, create('code', {}, secret)),
      ...(isUri
        ? [create('dt', {}, translate('otpauthUri')), create('dd', {}, create('code', {}, uri))]
        : []),
    ),
    isUri && create('a', { href: uri, part: 'link' }, translate('openApp')),
  ];
}
