import type { Field } from '../../../form/fields.js';
import type { FieldError, FormState } from '../../../form/form-state.js';
import type { Translator } from '../../../i18n/translate.js';
import { countryOf } from '../../../phone/countries.js';
import { readPasted } from '../../../phone/typed-number.js';
import { make } from '../../../ui/page-nodes.js';
import { shownNumber } from './phone-control.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls of a name as they stand in the page now: ours, clones of them, or a site's own. */
const controlsOf = (root: ParentNode, { name, id }: Pick<Field, 'name' | 'id'>): Control[] => {
  const named = [...root.querySelectorAll<Control>(`[name="${CSS.escape(name)}"]`)];
  return named.length > 0 ? named : [...root.querySelectorAll<Control>(`[id="${CSS.escape(id)}"]`)].filter((element) => 'value' in element);
};

/** The control that a field's error belongs to. */
export const controlOf = (root: ParentNode, field: Pick<Field, 'name' | 'id'>): Control | undefined => controlsOf(root, field)[0];

const isBox = (control: Control): control is HTMLInputElement => control.type === 'checkbox' || control.type === 'radio';

/** The text of some controls of one name; of boxes, what is ticked. */
function textOf(controls: readonly Control[]): string {
  const ticked = controls.filter((control) => !isBox(control) || control.checked);
  return ticked.map(({ value }) => value).join(',');
}

/** Takes one field over from the page. A control that is gone leaves the value as it was. */
export function readField(root: ParentNode, field: Field, form: FormState, countryCodes: boolean): void {
  const controls = controlsOf(root, field);
  const first = controls[0];
  if (!first || field.fixed) return;
  if (field.type === 'phone') readPhone(root, first, form, countryCodes);
  else if (first.type === 'checkbox') form.setValue(field.name, (first as HTMLInputElement).checked ? 'true' : '');
  else form.setValue(field.name, textOf(controls));
}

function readPhone(root: ParentNode, { value }: Control, form: FormState, countryCodes: boolean): void {
  const before = form.phone.peek();
  if (value === shownNumber(before, countryCodes)) return;
  const country = countryOf(root.querySelector<HTMLSelectElement>('.country-list')?.value) ?? before.country;
  form.setPhone(readPasted(value, country));
}

/** Takes all fields over. @returns values of inputs that the form knows nothing of, by name: a site has put them there */
export function readForm(root: ParentNode, form: FormState, countryCodes: boolean): Record<string, string> {
  for (const field of form.fields) readField(root, field, form, countryCodes);
  const known = new Set(['desiredtime', ...form.fields.map(({ name }) => name)]);
  const others = [...root.querySelectorAll<Control>('input[name], select[name], textarea[name]')].filter(({ name }) => !known.has(name));
  const names = [...new Set(others.map(({ name }) => name))];
  return Object.fromEntries(names.map((name) => [name, textOf(others.filter((control) => control.name === name))]));
}

/** Puts a field's error below its control, or takes it away. */
export function showError(root: ParentNode, field: Field, error: FieldError | undefined, { text }: Translator): void {
  const control = controlOf(root, field);
  if (!control) return;
  const document = control.ownerDocument;
  const id = `${field.id}_error`;
  const words =
    error &&
    ('message' in error
      ? error.message
      : text(error.key === 'phoneNumberRequired' ? `callback.Errors.${error.key}` : `ringback.${error.key}`));
  const row = control.closest('.intl-tel-input') ?? control.closest('label') ?? control;
  let line = document.getElementById(id);
  if (words && !line) {
    line = make(document, 'p', 'cx-error-text');
    line.id = id;
    line.setAttribute('role', 'alert');
    row.after(line);
  }
  if (line) line.textContent = words ?? '';
  control.classList.toggle('cx-error', Boolean(words));
  if (words) {
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', id);
  } else {
    control.removeAttribute('aria-invalid');
    control.removeAttribute('aria-describedby');
  }
}
