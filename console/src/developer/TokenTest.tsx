import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { AskForm } from '../ui/AskForm.js';
import { AreaField } from '../ui/Fields.js';
import { Notice } from '../ui/Notice.js';
import { useAsked } from './use-asked.js';

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
  const { busy, result, problem, run } = useAsked(() => test(token.value.trim()));
  return (
    <AskForm
      button={button}
      busy={busy.value}
      locked={locked !== undefined}
      onAsk={() => {
        if (locked === undefined) void run();
      }}
      outcome={
        <>
          {problem.value && <Notice tone="bad">{problem.value}</Notice>}
          {result.value && (
            <Notice tone={result.value.ok ? 'good' : 'bad'}>
              {result.value.message} {details(result.value)}
            </Notice>
          )}
        </>
      }
    >
      <AreaField
        label={label}
        name={name}
        hint={locked ?? hint}
        maxLength={maxLength}
        value={token.value}
        onInput={(text) => (token.value = text)}
      />
    </AskForm>
  );
}
