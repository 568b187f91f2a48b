import type { Template } from './template.js';

/** `validate` of a field, with the vendor's arguments. `0` instead of an event: the form is about to be sent. */
export type Validate = (
  ...given: [event: unknown, form: unknown, input: unknown, label: unknown, $: unknown, bus: unknown, common: unknown]
) => unknown;

/** What a site says of a field beyond what it is. */
export interface FieldExtras {
  /** Set on the control as they are. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `onkeypress` ...: put on the control as a page's own script would; `false` stops the event. */
  readonly handlers: Readonly<Record<string, (event: Event) => unknown>>;
  readonly validate: Validate | undefined;
  readonly validateWhileTyping: boolean;
  /** Row with `{label}` and `{input}`. */
  readonly wrapper: Template | undefined;
  /** Class of an empty element in the row, for scripts to write into. */
  readonly span: string;
}

/** What the reader understands of an input by itself. */
const READ: readonly string[] = [
  'id',
  'name',
  'type',
  'label',
  'placeholder',
  'title',
  'value',
  'maxlength',
  'options',
  'validate',
  'validateWhileTyping',
  'wrapper',
  'span',
  'custom',
  'autocomplete',
  'required',
  'readonly',
  'checked',
  'link',
];
const ATTRIBUTE = /^[a-z][\w-]*$/i;

type Loose = Readonly<Record<string, unknown>>;

/** Reads attributes, handlers, checks and the wrapper of one input; what can't be used is told to `warn`. */
export function readExtras(input: Loose, warn: (what: string) => void): FieldExtras {
  const attributes: Record<string, string> = {};
  const handlers: Record<string, (event: Event) => unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (READ.includes(name) || value === undefined || value === null || value === false) continue;
    if (/^on/i.test(name)) {
      if (typeof value === 'function') handlers[name.toLowerCase()] = value as (event: Event) => unknown;
      else warn(`${name} is not a function; it is left out`);
    } else if (ATTRIBUTE.test(name) && typeof value !== 'object' && typeof value !== 'function') {
      attributes[name] = value === true ? '' : String(value);
    } else warn(`${name} can't be an attribute; it is left out`);
  }
  const { validate, span } = input;
  if (validate !== undefined && typeof validate !== 'function' && typeof validate !== 'boolean')
    warn('validate is not a function; it is left out');
  return {
    attributes,
    handlers,
    validate: typeof validate === 'function' ? (validate as Validate) : undefined,
    validateWhileTyping: input['validateWhileTyping'] === true || input['validateWhileTyping'] === 'true',
    wrapper: readTemplate(input['wrapper'], input, warn),
    span: typeof span === 'string' ? span : '',
  };
}

/** A wrapper: markup, an element or a jQuery set of one, or a function of the definition that gives one of these. */
export function readTemplate(given: unknown, definition: Loose, warn: (what: string) => void): Template | undefined {
  let found = given;
  try {
    if (typeof given === 'function') found = given(definition) as unknown;
  } catch {
    warn('wrapper failed; it is left out');
    return undefined;
  }
  if (typeof found === 'object' && found !== null && 0 in found) found = found[0];
  if (found === undefined || found === null || found === '') return undefined;
  if (typeof found === 'string') return found;
  if (typeof found === 'object' && 'outerHTML' in found) return found as Element;
  warn('wrapper is neither markup nor an element; it is left out');
  return undefined;
}
