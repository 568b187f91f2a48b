import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKit } from '../ui/kit.js';
import type { Translator } from '../i18n/translate.js';
import { deepActiveElement } from '../ui/focus.js';
import { described, FieldFrame } from '../ui/FieldFrame.js';
import { Icon } from '../ui/Icon.js';
import { caretAfterFormat } from './caret.js';
import { CountryList } from './CountryList.js';
import { flagOf, type Country } from './countries.js';
import { editNumber } from './edit-number.js';
import { judgeLength, type PhoneValue } from './typed-number.js';
import { useFormat, type LoadFormat } from './use-format.js';
import { useSignal, type Signal } from '../ui/signals.js';
import { useIdle } from '../ui/use-idle.js';

export interface PhoneFieldProps {
  id: string;
  name: string;
  label: string;
  mark: string;
  value: PhoneValue;
  error: string | undefined;
  /** Whether the country can be chosen; without, numbers of other countries begin with `+`. */
  pickCountry: boolean;
  onChange(value: PhoneValue): void;
  loadFormat: LoadFormat;
}

/** The field's text: formatted while it is typed, with the caret kept in its place. */
function usePhoneText({ value, onChange, loadFormat }: PhoneFieldProps, input: { readonly current: HTMLInputElement | null }) {
  const format = useFormat(value, loadFormat);
  const text = format(value);
  const lastText = useRef(text);
  // A render that changes the text (the formatter has come) would throw the caret to the end.
  const caretBefore = input.current?.selectionStart ?? undefined;
  useLayoutEffect(() => {
    const field = input.current;
    if (field && text !== lastText.current && caretBefore !== undefined && deepActiveElement(field.ownerDocument) === field) {
      const caret = caretAfterFormat(lastText.current, caretBefore, text);
      field.setSelectionRange(caret, caret);
    }
    lastText.current = text;
  });
  const onInput = (event: InputEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.isComposing) return;
    const { currentTarget: field, inputType = '' } = event;
    const after = { text: field.value, caret: field.selectionStart ?? field.value.length };
    const next = editNumber({ value, before: lastText.current, after, inputType }, format);
    field.value = lastText.current = next.text;
    field.setSelectionRange(next.caret, next.caret);
    onChange(next.value);
  };
  return { text, onInput };
}

/** A phone number with its country. Formats while typing; judges length only, as advice, after the visitor has left the field. */
export function PhoneField(props: PhoneFieldProps) {
  const { id, value, error } = props;
  const { translator } = useKit();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isListed = useSignal(false);
  const left = useSignal(false);
  const { text, onInput } = usePhoneText(props, input);
  const hint = left.value ? adviceOn(value, countryName(value.country, translator.lang), translator) : undefined;

  const choose = (chosen: Country): void => {
    isListed.value = false;
    props.onChange({ ...value, country: chosen, digits: value.digits.replace('+', '') });
    input.current?.focus();
  };
  const leave = (): void => {
    isListed.value = false;
    button.current?.focus();
  };
  return (
    <FieldFrame id={id} label={props.label} mark={props.mark} error={error} hint={hint}>
      <div class={error ? 'field phone bad' : 'field phone'}>
        {props.pickCountry && <CountryButton country={value.country} button={button} isListed={isListed} />}
        <input
          ref={input}
          id={id}
          name={props.name}
          type="tel"
          inputMode="tel"
          dir="ltr"
          autocomplete="tel"
          required
          {...described(id, error, hint)}
          value={text}
          onInput={(event) => {
            left.value = false;
            onInput(event);
          }}
          onBlur={() => (left.value = true)}
        />
      </div>
      {isListed.value && <CountryList id={`${id}-country`} current={value.country} onChoose={choose} onLeave={leave} />}
    </FieldFrame>
  );
}

interface CountryButtonProps {
  country: Country;
  button: RefObject<HTMLButtonElement | null>;
  isListed: Signal<boolean>;
}

function CountryButton({ country, button, isListed }: CountryButtonProps) {
  const { translator } = useKit();
  // The browser's first look into its names of countries, and into its flags, takes longer than drawing the panel.
  const isIdle = useIdle();
  const name = isIdle ? countryName(country, translator.lang) : country.region;
  return (
    <button
      ref={button}
      type="button"
      class="country"
      aria-haspopup="listbox"
      aria-expanded={isListed.value}
      aria-label={translator.text('ringback.Country', { Name: name, Code: country.code })}
      onClick={() => (isListed.value = !isListed.value)}
    >
      <span class="flag" aria-hidden="true">
        {isIdle && flagOf(country.region)}
      </span>
      <bdi dir="ltr">+{country.code}</bdi>
      <Icon name="down" />
    </button>
  );
}

function adviceOn(value: PhoneValue, country: string, { text }: Translator): string | undefined {
  switch (judgeLength(value)) {
    case 'empty':
    case 'possible':
      return undefined;
    case 'short':
      return text('ringback.TooShort', { Country: country });
    case 'long':
      return text('ringback.TooLong', { Country: country });
  }
}

function countryName({ region }: Country, lang: string): string {
  try {
    return new Intl.DisplayNames([lang], { type: 'region' }).of(region) ?? region;
  } catch {
    return region;
  }
}
