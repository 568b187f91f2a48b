import { useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from './Icon.js';

interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: Signal<string>;
  readonly autoComplete: string;
  readonly maxLength: number;
  readonly problem: string | undefined;
  /** Typed unseen, can be shown, and warns of Caps Lock. */
  readonly secret?: boolean;
}

/** A line of text with its label, its limit, and its problem beside it. */
export function TextField({ label, name, value, autoComplete, maxLength, problem, secret = false }: TextFieldProps): JSX.Element {
  const shown = useSignal(false);
  const capsLock = useSignal(false);
  const watchCapsLock = (event: KeyboardEvent): void => {
    capsLock.value = secret && event.getModifierState('CapsLock');
  };
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <div class="field-box" data-bad={problem ? '' : undefined}>
        <input
          id={`field-${name}`}
          name={name}
          {...(secret && !shown.value ? { type: 'password' as const } : { type: 'text' as const })}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellcheck={false}
          maxLength={maxLength}
          required
          aria-invalid={problem !== undefined}
          aria-describedby={`field-${name}-help`}
          value={value.value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
          onKeyDown={watchCapsLock}
          onKeyUp={watchCapsLock}
          onBlur={() => {
            capsLock.value = false;
          }}
        />
        {secret && (
          <button
            type="button"
            class="field-button"
            aria-pressed={shown.value}
            aria-label="Show the password"
            onClick={() => {
              shown.value = !shown.value;
            }}
          >
            <Icon name={shown.value ? 'eyeOff' : 'eye'} />
          </button>
        )}
      </div>
      <div id={`field-${name}-help`} class="field-help" aria-live="polite">
        {problem && (
          <p class="field-problem">
            <Icon name="warning" />
            {problem}
          </p>
        )}
        {capsLock.value && <p>Caps Lock is on.</p>}
      </div>
    </div>
  );
}
