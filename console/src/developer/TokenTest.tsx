import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { failureText } from '../api/request-failure.js';
import { AreaField } from '../ui/Fields.js';
import { Notice } from '../ui/Notice.js';

interface Tested {
  readonly ok: boolean;
  readonly message: string;
}

interface TokenTestProps<Result extends Tested> {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly maxLength: number;
  /** Asked with what was typed, which may be nothing. */
  readonly test: (token: string) => Promise<Result>;
  /** What there is to say beyond the message. */
  readonly details: (result: Result) => ComponentChildren;
  /** Why it can't be tried now. */
  readonly locked?: string | undefined;
}

/** Tries a token on what is saved, before a visitor meets it. */
export function TokenTest<Result extends Tested>(props: TokenTestProps<Result>): JSX.Element {
  const { name, label, hint, button, maxLength, test, details, locked } = props;
  const token = useSignal('');
  const busy = useSignal(false);
  const result = useSignal<Result | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const run = async (): Promise<void> => {
    if (busy.value || locked !== undefined) return;
    busy.value = true;
    result.value = undefined;
    problem.value = undefined;
    await test(token.value.trim()).then(
      (answer) => (result.value = answer),
      (error: unknown) => (problem.value = failureText(error)),
    );
    busy.value = false;
  };
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <AreaField
        label={label}
        name={name}
        hint={locked ?? hint}
        maxLength={maxLength}
        value={token.value}
        onInput={(text) => (token.value = text)}
      />
      <button type="submit" class="button" aria-busy={busy.value} aria-disabled={locked !== undefined}>
        {button}
      </button>
      <div role="status" class="outcome">
        {problem.value && <Notice tone="bad">{problem.value}</Notice>}
        {result.value && (
          <Notice tone={result.value.ok ? 'good' : 'bad'}>
            {result.value.message} {details(result.value)}
          </Notice>
        )}
      </div>
    </form>
  );
}
