import type { Country } from '../phone/countries.js';
import { judgeLength, readPasted, toInternational, type PhoneValue } from '../phone/typed-number.js';
import { EXTENSION_FIELD, PHONE_FIELD, type Field } from './fields.js';
import { signal, type ReadonlySignal, type Signal } from '../ui/signals.js';

/** What is wrong with a field, as a key of the texts, or as a text that the server sent. */
export type FieldError =
  | { readonly key: 'phoneNumberRequired' | 'FieldRequired' | 'EmailInvalid' | 'FieldInvalid' | 'CheckFailed' }
  | { readonly message: string };

/** The values of one form while it is open. No looks. */
export interface FormState {
  readonly fields: readonly Field[];
  readonly phone: ReadonlySignal<PhoneValue>;
  /** Text of a field; `true` or empty for a checkbox. */
  value(name: string): string;
  error(name: string): FieldError | undefined;
  /** The visitor changed a field: its error goes. */
  setValue(name: string, value: string): void;
  setPhone(value: PhoneValue): void;
  /** A better guess of the country, taken only while nobody has touched the field. */
  suggestCountry(country: Country): void;
  setError(name: string, error: FieldError | undefined): void;
  /** Looks at every field. @returns names of those with an error, in order. */
  validate(): string[];
  /** All values by name, the phone number in international form, its extension beside it. */
  values(): Record<string, string>;
}

/** What is wrong with a value other than the number; a form without checks of its own has nothing to say. */
export type Judge = (field: Field, value: string) => FieldError | undefined;

export interface FormStateOptions {
  fields: readonly Field[];
  judge?: Judge | undefined;
  country: Country;
  /** By input name; anything but text, numbers and booleans is ignored. */
  prefill?: Readonly<Record<string, unknown>>;
  /** After each change by the visitor. */
  onInput?(name: string): void;
}

export function createFormState({ fields, country, prefill = {}, onInput, judge }: FormStateOptions): FormState {
  const given = ({ fixed, name, value }: Field): string => (fixed ? undefined : prefillText(prefill[name])) ?? value;
  const values = new Map<string, Signal<string>>(fields.map((field) => [field.name, signal(field.type === 'phone' ? '' : given(field))]));
  const errors = new Map<string, Signal<FieldError | undefined>>(fields.map(({ name }) => [name, signal<FieldError>()]));
  const phoneField = fields.find(({ type }) => type === 'phone');
  const phone = signal<PhoneValue>(readPasted(phoneField ? given(phoneField) : '', country));
  let phoneTouched = phone.value.digits !== '';

  const setError: FormState['setError'] = (name, error) => {
    const own = errors.get(name);
    if (own) own.value = error;
  };
  const changed = (name: string): void => {
    setError(name, undefined);
    onInput?.(name);
  };
  const state: FormState = {
    fields,
    phone,
    value: (name) => values.get(name)?.value ?? '',
    error: (name) => errors.get(name)?.value,
    setValue(name, value) {
      const own = values.get(name);
      if (!own || own.peek() === value) return;
      own.value = value;
      changed(name);
    },
    setPhone(value) {
      phoneTouched = true;
      phone.value = value;
      changed(PHONE_FIELD);
    },
    suggestCountry(better) {
      if (!phoneTouched) phone.value = { country: better, digits: '' };
    },
    setError,
    validate() {
      for (const field of fields) {
        const isMissing = field.type === 'phone' && judgeLength(phone.peek()) === 'empty';
        setError(field.name, isMissing ? { key: 'phoneNumberRequired' } : judge?.(field, state.value(field.name).trim()));
      }
      return fields.filter(({ name }) => errors.get(name)?.peek() !== undefined).map(({ name }) => name);
    },
    values() {
      const entries = fields.map(({ name, type }) => [name, type === 'phone' ? toInternational(phone.peek()) : state.value(name)] as const);
      const { extension } = phone.peek();
      return { ...Object.fromEntries(entries), ...(extension && { [EXTENSION_FIELD]: extension }) };
    },
  };
  return state;
}

function prefillText(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'true' : '';
  return undefined;
}
