import { CaptchaFailure, type Challenge, type ChallengeParts } from './challenge.js';
import type { CaptchaRefusal } from './protocol.js';
import { watchChallenge } from './watch-challenge.js';

/** Pictures take their time. */
const PATIENCE_MS = 300_000;

/** reCAPTCHA v2 without a checkbox: looks when something is sent, and asks those it doubts. */
export function drawInvisible({ grecaptcha, siteKey, place, theme, badge, environment, onState }: ChallengeParts): Challenge {
  /** What is being solved at the moment. */
  let open: Open | undefined;
  let isSpent = false;
  const widget = grecaptcha.render(place, {
    sitekey: siteKey,
    size: 'invisible',
    theme,
    badge,
    callback: (token) => {
      isSpent = true;
      open?.solve(token);
    },
    'expired-callback': () => onState({ at: 'waiting' }),
    'error-callback': () => open?.giveUp('unreachable'),
  });
  const reset = (): void => {
    isSpent = false;
    grecaptcha.reset(widget);
    onState({ at: 'waiting' });
  };
  onState({ at: 'waiting' });
  return {
    reset,
    solved: () => undefined,
    async token() {
      open?.giveUp('dismissed');
      // A widget that was solved before says nothing new.
      if (isSpent) reset();
      onState({ at: 'asking' });
      let stops: readonly (() => void)[] = [];
      try {
        const token = await new Promise<string>((resolve, reject) => {
          const giveUp = (reason: CaptchaRefusal): void => reject(new CaptchaFailure(reason));
          const close = (): void => giveUp('dismissed');
          open = { solve: resolve, giveUp };
          stops = [environment.after(PATIENCE_MS, close), watchChallenge(environment, close)];
          grecaptcha.execute(widget);
        });
        onState({ at: 'solved' });
        return token;
      } finally {
        open = undefined;
        for (const stop of stops) stop();
      }
    },
  };
}

interface Open {
  solve(token: string): void;
  giveUp(reason: CaptchaRefusal): void;
}
