import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeClient } from '../../../../functions/core/sessions/client-description.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Firefox on Windows', `${WINDOWS.slice(0, -1)}; rv:140.0) Gecko/20100101 Firefox/140.0`],
  ['Edge on Windows', `${WINDOWS} ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`],
  ['Opera on Windows', `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36 OPR/123.0.0.0`],
  ['Chrome on Mac', `${MAC} ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`],
  ['Safari on Mac', `${MAC} AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15`],
  ['Safari on iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
  ['Chrome on iPhone', `${IPHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`],
  [
    'Samsung Internet on Android',
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile`,
  ],
  ['Chrome on ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/140.0.0.0`],
  ['curl', 'curl/8.14.1'],
  ['Android', 'com.example.app/3.1 (Android 16)'],
])('describes %s', (expected, userAgent) => {
  expect(describeClient(userAgent)).toBe(expected);
});

test.each([undefined, '', 'node', '<script>', 'x'.repeat(512).concat('Firefox/1')])(
  'describes nothing of %s',
  (userAgent) => {
    expect(describeClient(userAgent)).toBeUndefined();
  },
);

test('repeats no text of the client', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const described = describeClient(`${before} Firefox/${after}`);
      expect(described).toMatch(/^[A-Z][A-Za-z ]{2,40}$/);
    }),
  );
});
