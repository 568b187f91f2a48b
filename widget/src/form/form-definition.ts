/*
 * A site's form definition (FO1), read once into fields that say exactly what to draw.
 * Lenient as the vendor's: what can't be understood is reported by name and left out, never thrown.
 */
import { BUILT_IN, builtInField, defaultFields, PHONE_FIELD, type Field, type FieldBase } from './fields.js';

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

/**
 * Reads a definition `{inputs: [...]}`; without one, the default form.
 * Built-in fields keep their ids and may be named alone. A form without a phone field gets it in front.
 */
export function readDefinition(definition: unknown, reader: DefinitionReader): Field[] {
  const given = isLoose(definition) ? definition['inputs'] : undefined;
  if (given !== undefined && !Array.isArray(given)) reader.warn('callback.form.inputs is not a list; the default form is shown');
  if (!Array.isArray(given)) return defaultFields(reader.resolve);
  const fields = given.flatMap((input, index) => readInput(input, index, reader));
  const hasPhone = fields.some(({ type }) => type === 'phone');
  return hasPhone ? fields : [builtInField(PHONE_FIELD, reader.resolve), ...fields];
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
  const { maxLength: maxlength, input: inputType, ...builtIn } = BUILT_IN[name] ?? {};
  const merged: Loose = {
    ...builtIn,
    ...(inputType && { type: inputType }),
    maxlength,
    ...input,
    ...(name === PHONE_FIELD && { type: 'phone', required: true }),
  };
  const base = readBase(merged, name, reader);
  const type = textOf(merged['type']).toLowerCase() || 'text';
  const field = fieldOfType(type, base, merged, reader);
  if (!field) reader.warn(`${where}.type "${type}" is not known here; it is left out`);
  return field ? [field] : [];
}

const builtInById = (id: string): string | undefined => Object.keys(BUILT_IN).find((name) => BUILT_IN[name]?.id === id);

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
