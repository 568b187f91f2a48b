import type { NumberCheck } from '@ringback/contract';
import type { NumberCheckText } from '../../i18n/number-check-texts.js';

/** What the step with the code shows. */
export interface StepState {
  readonly check: NumberCheck;
  /** Epoch milliseconds from which another code may be asked for; undefined: not any more. */
  readonly resendAt: number | undefined;
  readonly busy?: boolean;
  readonly error?: NumberCheckText | undefined;
  readonly said?: NumberCheckText | undefined;
  /** No code of this check can be right any more. */
  readonly isOver?: boolean;
}

/** What it shows of a check as the server tells it. Epoch ms. */
export const stepOf = (check: NumberCheck, now: number, more: Partial<StepState> = {}): StepState => ({
  check,
  resendAt: check.resendAfter === undefined ? undefined : now + check.resendAfter * 1000,
  ...more,
});

/** What it shows after the server said no. `check`: what can still be done; undefined: nothing, with this one. */
export function refusedStep(
  before: StepState,
  { check, isWrong }: { check: NumberCheck | undefined; isWrong: boolean },
  now: number,
): StepState {
  if (!check) return { check: before.check, resendAt: undefined, error: 'Over', isOver: true };
  return stepOf(check, now, isWrong ? { error: check.triesLeft > 1 ? 'Wrong' : 'WrongLast' } : { said: 'Sent' });
}

/** While a code is on its way. */
export const sendingStep = (before: StepState): StepState => ({ ...before, busy: true, error: undefined, said: undefined });
