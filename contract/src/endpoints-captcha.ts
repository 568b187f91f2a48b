import * as captcha from './captcha.js';
import type { Endpoint } from './endpoints.js';

/** Captcha key sets, beyond what is common to all settings. */
export const CAPTCHA_ENDPOINTS = {
  testCaptchaKeySet: {
    operationId: 'testCaptchaKeySet',
    method: 'POST',
    path: '/console/v1/captcha-key-sets/{name}/test',
    door: 'session',
    roles: ['administrator', 'developer'],
    summary: 'Try a captcha key set, active or not: the verifier and the secret key, and with a token all that is checked of it.',
    body: captcha.captchaTest,
    data: captcha.captchaTested,
    refusals: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
