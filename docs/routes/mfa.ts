import { CHALLENGE } from '../../contract/limits.ts';
import { duration } from '../.vitepress/facts.ts';
import { RECENT_PROOF, type RouteProse } from './prose.ts';

export const getMfa: RouteProse = {
  summary: 'Which second factors the user has',
  notes: 'The route exists in stages whose setting `mfa` is not `off`.',
  setsCookie: false,
  response: { totp: { enabled: true }, required: false },
};

export const startTotp: RouteProse = {
  summary: 'Begin the set-up of an authenticator app',
  notes:
    `${RECENT_PROOF}Show \`otpauth_uri\` as a QR code, and \`secret\` for those who type it. Nothing ` +
    'is switched on yet. An app that is on stays on until the new one is proven.',
  success: 'The secret of the new app',
  setsCookie: false,
  response: {
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    otpauth_uri:
      'otpauth://totp/auth.example.com:test%40example.com' +
      '?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=auth.example.com',
  },
};

export const enableTotp: RouteProse = {
  summary: 'Prove the authenticator app, and switch it on',
  notes:
    `${RECENT_PROOF}From then on, a sign-in needs a code of the app. The next code is the first that ` +
    `a sign-in accepts, because each works once. ${CHALLENGE.triesInWindow} wrong codes within ` +
    `${duration(CHALLENGE.window)} are followed by \`TOO_MANY_REQUESTS\`. If no set-up was ` +
    'begun, the answer is `CONFLICT`. The user gets a mail.',
  success: 'The app is on',
  setsCookie: false,
  body: { code: '123456' },
};

export const disableTotp: RouteProse = {
  summary: 'Switch the authenticator app off',
  notes:
    `${RECENT_PROOF}If there is none, the answer is the same. In a stage that requires a second ` +
    'factor it is `CONFLICT`. The user gets a mail.',
  success: 'No app is on',
  setsCookie: false,
};
