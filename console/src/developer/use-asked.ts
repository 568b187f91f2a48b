import { useSignal, type ReadonlySignal } from '@preact/signals';
import { failureText } from '../api/request-failure.js';

export interface Asked<Input extends readonly unknown[], Result> {
  readonly busy: ReadonlySignal<boolean>;
  /** Of the newest question, while there is an answer. */
  readonly result: ReadonlySignal<Result | undefined>;
  /** Why there is none. */
  readonly problem: ReadonlySignal<string | undefined>;
  /** Asks, unless a question is under way. Never rejects. */
  run(...input: Input): Promise<void>;
}

/** A question that somebody asks by a press: one at a time. */
export function useAsked<Input extends readonly unknown[], Result>(ask: (...input: Input) => Promise<Result>): Asked<Input, Result> {
  const busy = useSignal(false);
  const result = useSignal<Result | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const run = async (...input: Input): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    result.value = undefined;
    problem.value = undefined;
    await ask(...input).then(
      (answer) => (result.value = answer),
      (error: unknown) => (problem.value = failureText(error)),
    );
    busy.value = false;
  };
  return { busy, result, problem, run };
}
