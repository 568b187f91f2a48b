import { CaptchaFailure, type Challenge, type ChallengeParts } from './challenge.js';

/** reCAPTCHA v2, "I'm not a robot": solved by the visitor before they send. */
export function drawCheckbox({ grecaptcha, siteKey, place, theme, size, onState }: ChallengeParts): Challenge {
  let isLost = false;
  const widget = grecaptcha.render(place, {
    sitekey: siteKey,
    theme,
    size,
    callback: () => {
      isLost = false;
      onState({ at: 'solved' });
    },
    'expired-callback': () => onState({ at: 'expired' }),
    'error-callback': () => {
      isLost = true;
      onState({ at: 'refused', reason: 'unreachable' });
    },
  });
  const solved = (): string | undefined => grecaptcha.getResponse(widget) || undefined;
  onState({ at: 'waiting' });
  return {
    solved,
    async token() {
      const token = solved();
      if (token !== undefined) return token;
      // From here a visitor of the keyboard goes on with one press.
      place.querySelector('iframe')?.focus();
      throw new CaptchaFailure(isLost ? 'unreachable' : 'unsolved');
    },
    reset() {
      grecaptcha.reset(widget);
      onState({ at: 'waiting' });
    },
  };
}
