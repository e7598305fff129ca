import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/captcha.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { captcha } from '../core/login/captcha.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';

export const createCaptchaHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('captcha', routes, { captcha }, (environment) => {
    const keys = buildServiceKeys(environment, buildSecrets(timeouts));
    return {
      ports: { captchas: altchaCaptchas({ keys, clock: Date.now }) },
      settings: buildHttpSettings(environment, keys),
    };
  });
