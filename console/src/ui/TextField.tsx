import { useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { describedBy, FieldFrame, type FieldBasics } from './FieldFrame.js';
import { Icon } from './Icon.js';

interface TextFieldProps extends FieldBasics {
  readonly value: Signal<string>;
  readonly autoComplete: string;
  readonly maxLength: number;
  readonly problem: string | undefined;
  /** Typed unseen, can be shown, and warns of Caps Lock. */
  readonly secret?: boolean;
}

/** A line of text with its label, its limit, and its problem beside it. */
export function TextField({ value, autoComplete, maxLength, secret = false, ...basics }: TextFieldProps): JSX.Element {
  const shown = useSignal(false);
  const capsLock = useSignal(false);
  const watchCapsLock = (event: KeyboardEvent): void => {
    capsLock.value = secret && event.getModifierState('CapsLock');
  };
  return (
    <FieldFrame {...basics} more={capsLock.value && <p>Caps Lock is on.</p>}>
      <input
        {...describedBy(basics)}
        {...(secret && !shown.value ? { type: 'password' as const } : { type: 'text' as const })}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellcheck={false}
        maxLength={maxLength}
        required
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
    </FieldFrame>
  );
}
