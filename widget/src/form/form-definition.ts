/*
 * A site's form definition (FO1), read once into rows that say exactly what to draw.
 * Lenient as the vendor's: what can't be understood is reported by name and left out, never thrown.
 */
import { readExtras, readTemplate, type FieldExtras } from './custom/field-extras.js';
import { fieldOfType, isLoose, textOf, truthy, type DefinitionReader, type Loose } from './custom/read-field.js';
import type { Template } from './custom/template.js';
import { BUILT_IN, builtInField, defaultFields, PHONE_FIELD, type Field, type FieldBase } from './fields.js';

/** One row of a form. */
export type Row =
  | { readonly kind: 'field'; readonly field: Field; readonly extras: FieldExtras }
  /** A site's own markup or element. */
  | { readonly kind: 'html'; readonly name: string; readonly content: Template }
  /** Where the question of when to call stands. */
  | { readonly kind: 'when' };

/** A form as defined. */
export interface FormLayout {
  readonly rows: readonly Row[];
  /** What stands around the rows. */
  readonly wrapper: Template | undefined;
}

/** Name by which a definition says where the question of when to call stands. */
const WHEN = 'desiredtime';

/**
 * Reads a definition `{wrapper, inputs: [...]}`; without `inputs`, the default form.
 * Built-in fields keep their ids and may be named alone. A form without a phone field gets it in front.
 */
export function readDefinition(definition: unknown, reader: DefinitionReader): FormLayout {
  const given = isLoose(definition) ? definition['inputs'] : undefined;
  if (given !== undefined && !Array.isArray(given)) reader.warn('callback.form.inputs is not a list; the default form is shown');
  const wrapper = isLoose(definition)
    ? readTemplate(definition['wrapper'], definition, (what) => reader.warn(`callback.form.${what}`))
    : undefined;
  if (!Array.isArray(given)) return { rows: defaultFields(reader.resolve).map(plainRow), wrapper };
  const rows: Row[] = [];
  given.forEach((input, index) => {
    const where = `callback.form.inputs[${index}]`;
    const row = readInput(input, where, reader);
    if (row && rows.some((other) => nameOf(other) === nameOf(row)))
      reader.warn(`${where}: "${nameOf(row)}" is there already; it is left out`);
    else if (row) rows.push(row);
  });
  const hasPhone = rows.some((row) => row.kind === 'field' && row.field.type === 'phone');
  return { rows: hasPhone ? rows : [plainRow(builtInField(PHONE_FIELD, reader.resolve)), ...rows], wrapper };
}

const plainRow = (field: Field): Row => ({ kind: 'field', field, extras: readExtras({}, () => undefined) });

const nameOf = (row: Row): string => (row.kind === 'field' ? row.field.name : row.kind === 'html' ? row.name : WHEN);

function readInput(input: unknown, where: string, reader: DefinitionReader): Row | undefined {
  const warn = (what: string): undefined => reader.warn(`${where}${what}`);
  if (!isLoose(input)) return warn(' is not an object; it is left out');
  const markup = input['custom'] ?? (textOf(input['type']).toLowerCase() === 'html' ? (input['html'] ?? input['value']) : undefined);
  if (markup !== undefined) {
    const content = readTemplate(markup, input, () => warn(' has neither markup nor an element to show; it is left out'));
    return content === undefined ? undefined : { kind: 'html', name: textOf(input['name']) || where, content };
  }
  const name = textOf(input['name']) || builtInById(textOf(input['id'])) || textOf(input['id']);
  if (name === '') return warn(' has neither name nor id; it is left out');
  if (name === WHEN) return { kind: 'when' };
  const { maxLength: maxlength, input: inputType, ...builtIn } = BUILT_IN[name] ?? {};
  const merged: Loose = {
    ...builtIn,
    ...(inputType && { type: inputType }),
    maxlength,
    ...input,
    ...(name === PHONE_FIELD && { type: 'phone', required: true }),
  };
  const type = textOf(merged['type']).toLowerCase() || 'text';
  const field = fieldOfType(type, readBase(merged, name, reader), merged, { ...reader, warn });
  if (!field) return warn(`.type "${type}" is no field of a form; it is left out`);
  return { kind: 'field', field, extras: readExtras(input, (what) => warn(`.${what}`)) };
}

const builtInById = (id: string): string | undefined => Object.keys(BUILT_IN).find((name) => BUILT_IN[name]?.id === id);

function readBase(input: Loose, name: string, reader: DefinitionReader): FieldBase {
  const text = (key: string): string => reader.resolve(textOf(input[key]));
  const max = Number(input['maxlength']);
  return {
    id: textOf(input['id']) || `cx_form_callback_${name}`,
    name,
    label: text('label'),
    placeholder: text('placeholder'),
    title: text('title'),
    value: readValue(input['value'], name, reader),
    required: truthy(input['required']),
    readOnly: truthy(input['readonly']),
    maxLength: max > 0 ? max : undefined,
    autocomplete: textOf(input['autocomplete']) || undefined,
  };
}

function readValue(value: unknown, name: string, { resolve, warn }: DefinitionReader): string {
  if (typeof value !== 'function') return resolve(textOf(value));
  try {
    return textOf(value());
  } catch {
    warn(`The value of the field "${name}" failed; it is left empty`);
    return '';
  }
}
