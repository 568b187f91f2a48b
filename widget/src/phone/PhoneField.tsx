import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKit } from '../ui/kit.js';
import { deepActiveElement } from '../ui/focus.js';
import { described, FieldFrame } from '../ui/FieldFrame.js';
import { Icon } from '../ui/Icon.js';
import { caretAfterFormat, deleteThroughSeparator } from './caret.js';
import type { CountryList } from './CountryList.js';
import { flagOf, type Country } from './countries.js';
import { judgeLength, readPasted, readTyped, type PhoneValue } from './typed-number.js';
import { useFormat, type LoadFormat } from './use-format.js';

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

/** A phone number with its country. Formats while typing; judges length only, as advice, after the visitor has left the field. */
export function PhoneField(props: PhoneFieldProps) {
  const { id, value, error } = props;
  const { translator } = useKit();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const picking = useSignal(false);
  const list = useSignal<{ List: typeof CountryList } | undefined>(undefined);
  const loadList = async (): Promise<void> => {
    const { CountryList: List } = await import('./CountryList.js');
    list.value ??= { List };
  };
  const left = useSignal(false);
  const format = useFormat(value, props.loadFormat);
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

  const country = countryName(value.country, translator.lang);
  const verdict = judgeLength(value);
  const hint =
    !left.value || verdict === 'empty' || verdict === 'possible'
      ? undefined
      : translator.text(verdict === 'short' ? 'ringback.TooShort' : 'ringback.TooLong', { Country: country });

  const onInput = (event: InputEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.isComposing) return;
    const field = event.currentTarget;
    const after = { text: field.value, caret: field.selectionStart ?? field.value.length };
    const typed = deleteThroughSeparator(lastText.current, after, event.inputType ?? '');
    // Autofill and paste bring whole numbers, typing brings digits.
    const next = /^(insertText|delete)/.test(event.inputType ?? '')
      ? readTyped(typed.text, value.country)
      : readPasted(typed.text, value.country);
    const nextText = format(next);
    const caret = next.country === value.country ? caretAfterFormat(typed.text, typed.caret, nextText) : nextText.length;
    field.value = lastText.current = nextText;
    field.setSelectionRange(caret, caret);
    left.value = false;
    props.onChange(next);
  };
  const choose = (chosen: Country): void => {
    picking.value = false;
    props.onChange({ country: chosen, digits: value.digits.replace('+', '') });
    input.current?.focus();
  };
  const toggle = (): void => {
    picking.value = !picking.value;
    // Without the list a number with + still chooses its country.
    loadList().catch(() => (picking.value = false));
  };
  const leave = (): void => {
    picking.value = false;
    button.current?.focus();
  };

  return (
    <FieldFrame id={id} label={props.label} mark={props.mark} error={error} hint={hint}>
      <div class={error ? 'field phone bad' : 'field phone'}>
        {props.pickCountry && (
          <button
            ref={button}
            type="button"
            class="country"
            aria-haspopup="listbox"
            aria-expanded={picking.value}
            aria-label={translator.text('ringback.Country', { Name: country, Code: value.country.code })}
            onPointerEnter={() => void loadList().catch(ignore)}
            onFocus={() => void loadList().catch(ignore)}
            onClick={toggle}
          >
            <span class="flag" aria-hidden="true">
              {flagOf(value.country.region)}
            </span>
            <bdi dir="ltr">+{value.country.code}</bdi>
            <Icon name="down" />
          </button>
        )}
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
          onInput={onInput}
          onBlur={() => (left.value = true)}
        />
      </div>
      {picking.value && list.value && <list.value.List id={`${id}-country`} current={value.country} onChoose={choose} onLeave={leave} />}
    </FieldFrame>
  );
}

const ignore = (): void => undefined;

function countryName({ region }: Country, lang: string): string {
  try {
    return new Intl.DisplayNames([lang], { type: 'region' }).of(region) ?? region;
  } catch {
    return region;
  }
}
