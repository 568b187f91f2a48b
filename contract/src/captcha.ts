import * as v from 'valibot';

/** CA1: whose widget visitors meet. */
export const CAPTCHA_PROVIDERS = ['recaptcha-v3', 'recaptcha-v2-checkbox', 'recaptcha-v2-invisible'] as const;
export type CaptchaProvider = (typeof CAPTCHA_PROVIDERS)[number];

/** What pages and apps need to get a `captchaToken`; the secret key is not among it. */
export const captchaOffer = v.object({
  provider: v.picklist(CAPTCHA_PROVIDERS),
  siteKey: v.string(),
  /** recaptcha-v3: the action to name. Absent: any. */
  action: v.optional(v.string()),
  /** Address of the provider's script, without a query. */
  scriptUrl: v.string(),
});
export type CaptchaOffer = v.InferOutput<typeof captchaOffer>;

/** POST /console/v1/captcha-key-sets/{name}/test, body. */
export const captchaTest = v.object({
  /** Made with the site key a moment ago. Left out: only the verifier and the secret key are tried. */
  captchaToken: v.optional(
    v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(16_384, 'is longer than 16384 characters')),
  ),
});
export const captchaTested = v.object({
  ok: v.boolean(),
  /** What works, or what to do. */
  message: v.string(),
  /** Of a token of recaptcha-v3: 0.0 a machine, 1.0 a person. */
  score: v.optional(v.number()),
});
export type CaptchaTested = v.InferOutput<typeof captchaTested>;
