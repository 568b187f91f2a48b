import { NOTES_FIELD, type FieldBase } from '../../../form/fields.js';
import type { FormState } from '../../../form/form-state.js';
import type { TextKey } from '../../../i18n/translate.js';
import type { WindowParts } from './window.js';

/** Keys of the labels that sites find by `data-message`. */
export const LABEL_KEYS: Readonly<Record<string, TextKey>> = {
  firstname: 'callback.CallbackFirstName',
  lastname: 'callback.CallbackLastName',
  phonenumber: 'callback.CallbackPhoneNumber',
  email: 'callback.CallbackEmail',
  [NOTES_FIELD]: 'callback.CallbackNotes',
};

export interface ControlParts extends WindowParts {
  readonly form: FormState;
  /** Whether the country can be chosen. */
  readonly countryCodes: boolean;
}

/** Sets what all controls have in common. */
export function named<Control extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
  control: Control,
  field: FieldBase,
  { translator }: WindowParts,
): Control {
  control.id = field.id;
  control.name = field.name;
  if (field.required) control.setAttribute('aria-required', 'true');
  const mark = translator.text(field.required ? 'callback.CallbackPlaceholderRequired' : 'callback.CallbackPlaceholderOptional');
  const attributes = {
    placeholder: field.placeholder || (field.name in LABEL_KEYS ? mark : ''),
    title: field.title,
    autocomplete: field.autocomplete ?? '',
    maxlength: field.maxLength ? String(field.maxLength) : '',
    readonly: field.readOnly || field.fixed ? 'readonly' : '',
  };
  for (const [name, value] of Object.entries(attributes)) if (value !== '') control.setAttribute(name, value);
  return control;
}
