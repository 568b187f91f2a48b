import type { CaptchaTested } from '@ringback/contract';
import type { Dependencies } from './dependencies.js';
import { testCaptchaKeySet } from './test-captcha-key-set.js';

export interface CaptchaVerbs {
  /** CA3: an attempt with a saved key set, active or not; with a token all that is checked of one. @throws Refusal NOT_FOUND */
  testCaptchaKeySet(name: string, token: string | undefined): Promise<CaptchaTested>;
}

export const createCaptchaVerbs = (deps: Dependencies): CaptchaVerbs => ({
  testCaptchaKeySet: (name, token) => testCaptchaKeySet(deps, name, token),
});
