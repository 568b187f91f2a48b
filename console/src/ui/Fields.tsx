import type { JSX } from 'preact';
import { describedBy, FieldFrame, type FieldBasics } from './FieldFrame.js';

interface LineFieldProps extends FieldBasics {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly maxLength: number;
  readonly placeholder?: string;
}

/** A line of technical text: a name, an address, a key. Runs from left to right in every language. */
export function LineField({ value, onInput, maxLength, placeholder, ...basics }: LineFieldProps): JSX.Element {
  return (
    <FieldFrame {...basics}>
      <input
        {...describedBy(basics)}
        type="text"
        dir="ltr"
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

/** Like {@link LineField}, for what has many lines or no end. */
export function AreaField({ value, onInput, maxLength, placeholder, ...basics }: LineFieldProps): JSX.Element {
  return (
    <FieldFrame {...basics}>
      <textarea
        {...describedBy(basics)}
        dir="ltr"
        rows={3}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface ChoiceFieldProps<Choice extends string> extends FieldBasics {
  readonly value: Choice;
  /** Choices and their words, in their order. */
  readonly choices: Readonly<Record<Choice, string>>;
  readonly onChoose: (choice: Choice) => void;
}

/** One of a few. */
export function ChoiceField<Choice extends string>({ value, choices, onChoose, ...basics }: ChoiceFieldProps<Choice>): JSX.Element {
  const all = Object.keys(choices) as Choice[];
  return (
    <FieldFrame {...basics}>
      <select
        {...describedBy(basics)}
        value={value}
        onChange={(event) => {
          const chosen = all.find((choice) => choice === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {all.map((choice) => (
          <option key={choice} value={choice}>
            {choices[choice]}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

interface TickProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Yes or no, with its whole line to press. */
export const Tick = ({ label, on, onChange }: TickProps): JSX.Element => (
  <label class="tick">
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
    {label}
  </label>
);
