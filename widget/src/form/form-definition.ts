/*
 * A site's form definition (FO1), read once into fields that say exactly what to draw.
 * Lenient as the vendor's: what can't be understood is reported by name and left out, never thrown.
 */

/** One entry of a select; a `group` is a heading over those that follow. */
export interface SelectOption {
  readonly text: string;
  readonly value: string;
  readonly group: boolean;
}

interface FieldBase {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly title: string;
  readonly value: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly maxLength: number | undefined;
  readonly autocomplete: string | undefined;
}

export type Field =
  | (FieldBase & { readonly type: 'text'; readonly input: 'text' | 'email' | 'tel' | 'number' | 'date' | 'url' })
  | (FieldBase & { readonly type: 'textarea' })
  | (FieldBase & { readonly type: 'select'; readonly options: readonly SelectOption[] })
  | (FieldBase & { readonly type: 'checkbox' })
  | (FieldBase & { readonly type: 'hidden' })
  | (FieldBase & { readonly type: 'phone' });
export type FieldType = Field['type'];

export const PHONE_FIELD = 'phonenumber';
export const NOTES_FIELD = 'subject';

/** Names whose values are parameters of the request; those of all others go into userData. */
export const BUILT_IN_NAMES: readonly string[] = [PHONE_FIELD, NOTES_FIELD, 'firstname', 'lastname', 'email'];

export interface DefinitionReader {
  /** A text from the definition, `@i18n:` references resolved. */
  resolve(text: string): string;
  warn(message: string): void;
}

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const truthy = (value: unknown): boolean => value !== undefined && value !== false && value !== null && value !== 'false';

const INPUT_TYPES = ['text', 'email', 'tel', 'number', 'date', 'url'] as const;
const isInputType = (type: string): type is (typeof INPUT_TYPES)[number] => (INPUT_TYPES as readonly string[]).includes(type);

const BUILT_IN: Readonly<Record<string, Loose>> = {
  [PHONE_FIELD]: {
    id: 'cx_form_callback_phone_number',
    type: 'phone',
    label: '@i18n:callback.CallbackPhoneNumber',
    required: true,
    autocomplete: 'tel',
  },
  firstname: { id: 'cx_form_callback_firstname', label: '@i18n:callback.CallbackFirstName', maxlength: 100, autocomplete: 'given-name' },
  lastname: { id: 'cx_form_callback_lastname', label: '@i18n:callback.CallbackLastName', maxlength: 100, autocomplete: 'family-name' },
  email: { id: 'cx_form_callback_email', type: 'email', label: '@i18n:callback.CallbackEmail', autocomplete: 'email' },
  [NOTES_FIELD]: {
    id: 'cx_form_callback_subject',
    type: 'textarea',
    label: '@i18n:callback.CallbackNotes',
    maxlength: 4000,
    placeholder: '@i18n:ringback.NotesPlaceholder',
  },
};
const DEFAULT_INPUTS: readonly Loose[] = [PHONE_FIELD, 'firstname', 'lastname', NOTES_FIELD].map((name) => ({ name }));

/**
 * Reads a definition `{inputs: [...]}`; without one, the default form.
 * Built-in fields keep their ids and may be named alone. A form without a phone field gets it in front.
 */
export function readDefinition(definition: unknown, reader: DefinitionReader): Field[] {
  const given = isLoose(definition) ? definition['inputs'] : undefined;
  if (given !== undefined && !Array.isArray(given)) reader.warn('callback.form.inputs is not a list; the default form is shown');
  const inputs: readonly unknown[] = Array.isArray(given) ? given : DEFAULT_INPUTS;
  const fields = inputs.flatMap((input, index) => readInput(input, index, reader));
  const hasPhone = fields.some(({ type }) => type === 'phone');
  return hasPhone ? fields : [...readInput({ name: PHONE_FIELD }, 0, reader), ...fields];
}

function readInput(input: unknown, index: number, reader: DefinitionReader): Field[] {
  const where = `callback.form.inputs[${index}]`;
  if (!isLoose(input)) {
    reader.warn(`${where} is not an object; it is left out`);
    return [];
  }
  const name = textOf(input['name']) || builtInById(textOf(input['id'])) || textOf(input['id']);
  if (name === '') {
    reader.warn(`${where} has neither name nor id; it is left out`);
    return [];
  }
  const merged: Loose = { ...BUILT_IN[name], ...input, ...(name === PHONE_FIELD && { type: 'phone', required: true }) };
  const base = readBase(merged, name, reader);
  const type = textOf(merged['type']).toLowerCase() || 'text';
  const field = fieldOfType(type, base, merged, reader);
  if (!field) reader.warn(`${where}.type "${type}" is not known here; it is left out`);
  return field ? [field] : [];
}

const builtInById = (id: string): string | undefined => Object.keys(BUILT_IN).find((name) => BUILT_IN[name]?.['id'] === id);

function readBase(input: Loose, name: string, reader: DefinitionReader): FieldBase {
  const text = (key: string): string => reader.resolve(textOf(input[key]));
  const value = input['value'];
  const max = Number(input['maxlength']);
  return {
    id: textOf(input['id']) || `cx_form_callback_${name}`,
    name,
    label: text('label'),
    placeholder: text('placeholder'),
    title: text('title'),
    value: typeof value === 'function' ? textOf(value()) : reader.resolve(textOf(value)),
    required: truthy(input['required']),
    readOnly: truthy(input['readonly']),
    maxLength: max > 0 ? max : undefined,
    autocomplete: textOf(input['autocomplete']) || undefined,
  };
}

function fieldOfType(type: string, base: FieldBase, input: Loose, reader: DefinitionReader): Field | undefined {
  if (isInputType(type)) return { ...base, type: 'text', input: type };
  switch (type) {
    case 'phone':
      // The vendor's samples cut the number at 14 characters, fewer than E.164 has.
      return { ...base, type, maxLength: undefined };
    case 'textarea':
    case 'hidden':
      return { ...base, type };
    case 'checkbox':
      return { ...base, type, value: truthy(input['checked']) ? 'true' : '' };
    case 'select':
      return readSelect(base, input, reader);
    default:
      return undefined;
  }
}

function readSelect(base: FieldBase, input: Loose, reader: DefinitionReader): Field {
  const given = Array.isArray(input['options']) ? input['options'].filter(isLoose) : [];
  const options = given.map((option) => {
    const text = reader.resolve(textOf(option['text']));
    return { text, value: option['value'] === undefined ? text : textOf(option['value']), group: truthy(option['group']) };
  });
  const selected = given.findIndex((option) => truthy(option['selected']));
  const first = options.find(({ group }) => !group)?.value ?? '';
  return { ...base, type: 'select', options, value: base.value || (options[selected]?.value ?? first) };
}
