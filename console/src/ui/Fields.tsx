import type { JSX } from 'preact';
import { describedBy, FieldFrame, type FieldBasics } from './FieldFrame.js';

interface LineFieldProps extends FieldBasics {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly maxLength: number;
  readonly placeholder?: string;
}

/** Technical text runs from left to right in every language, and nothing mends it. */
const technical = ({ value, onInput, maxLength, placeholder, ...basics }: LineFieldProps) => ({
  ...describedBy(basics),
  dir: 'ltr' as const,
  autoComplete: 'off',
  autoCapitalize: 'none' as const,
  spellcheck: false,
  maxLength,
  placeholder,
  value,
  onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => onInput(currentTarget.value),
});

/** A line of technical text: a name, an address, a key. */
export const LineField = (props: LineFieldProps): JSX.Element => (
  <FieldFrame {...props}>
    <input type="text" {...technical(props)} />
  </FieldFrame>
);

/** Like {@link LineField}, for what has many lines or no end. */
export const AreaField = (props: LineFieldProps): JSX.Element => (
  <FieldFrame {...props}>
    <textarea rows={3} {...technical(props)} />
  </FieldFrame>
);

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
