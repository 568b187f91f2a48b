import type { ConsentLink, Field, FieldBase, InputType, SelectOption } from '../fields.js';

export interface DefinitionReader {
  /** A text from the definition, `@i18n:` references resolved. */
  resolve(text: string): string;
  warn(this: void, message: string): undefined;
}

/** An object of a site's configuration. */
export type Loose = Readonly<Record<string, unknown>>;
export const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
/** Attributes count when they are there, whatever they say, but for what says no. */
export const truthy = (value: unknown): boolean => value !== undefined && value !== false && value !== null && value !== 'false';

const INPUT_TYPES = [
  'text',
  'email',
  'tel',
  'number',
  'date',
  'url',
  'time',
  'datetime-local',
  'month',
  'week',
  'search',
  'password',
  'color',
  'range',
] as const satisfies readonly InputType[];
const isInputType = (type: string): type is InputType => (INPUT_TYPES as readonly string[]).includes(type);

/** They send, or hold, what no request of ours can carry. */
const NO_FIELD: readonly string[] = ['file', 'submit', 'reset', 'button', 'image'];

/** The field of a type; a line of text for one that nobody knows, as browsers have it. `undefined` for what is no field. */
export function fieldOfType(type: string, base: FieldBase, input: Loose, reader: DefinitionReader): Field | undefined {
  if (isInputType(type)) return { ...base, type: 'text', input: type };
  switch (type) {
    case 'phone':
      // The vendor's samples cut the number at 14 characters, fewer than E.164 has.
      return { ...base, type, maxLength: undefined };
    case 'textarea':
    case 'hidden':
      return { ...base, type };
    case 'checkbox':
      return { ...base, type, value: isTicked(base, input) };
    case 'consent':
      return { ...base, type, required: input['required'] === undefined || base.required, value: '', link: readLink(input, reader) };
    case 'select': {
      const { options, selected } = readOptions(input, reader);
      const first = options.find(({ group }) => !group)?.value ?? '';
      return { ...base, type, options, value: base.value || (selected ?? first) };
    }
    case 'radio': {
      const { options, selected } = readOptions(input, reader);
      return { ...base, type, options: options.filter(({ group }) => !group), value: base.value || (selected ?? '') };
    }
    default:
      if (NO_FIELD.includes(type)) return undefined;
      reader.warn(`.type "${type}" is not known here; it is a line of text`);
      return { ...base, type: 'text', input: 'text' };
  }
}

const isTicked = ({ value }: FieldBase, input: Loose): string => (truthy(input['checked']) || value === 'true' ? 'true' : '');

function readOptions(input: Loose, { resolve, warn }: DefinitionReader): { options: SelectOption[]; selected: string | undefined } {
  if (!Array.isArray(input['options'])) warn('.options is not a list; there is nothing to choose');
  const given = Array.isArray(input['options']) ? input['options'].filter(isLoose) : [];
  const options = given.map((option) => {
    const text = resolve(textOf(option['text']));
    return { text, value: option['value'] === undefined ? text : textOf(option['value']), group: truthy(option['group']) };
  });
  const selected = given.findIndex((option) => truthy(option['selected']) && !truthy(option['group']));
  return { options, selected: options[selected]?.value };
}

const SAFE_ADDRESS = /^(https?:|mailto:|[^:]*$|[^:]*[/?#])/i;

/** `link: {url, text}`, or the address alone. */
function readLink({ link }: Loose, { resolve, warn }: DefinitionReader): ConsentLink | undefined {
  if (link === undefined) return undefined;
  const url = textOf(isLoose(link) ? link['url'] : link).trim();
  if (url === '' || !SAFE_ADDRESS.test(url)) return warn('.link is no address of a page; it is left out');
  return { url, text: resolve(textOf(isLoose(link) ? link['text'] : '')) || url };
}
