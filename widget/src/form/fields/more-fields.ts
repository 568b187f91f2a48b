import type { FieldRegistry } from '../field-registry.js';
import { CheckboxField } from './CheckboxField.js';
import { HiddenField } from './HiddenField.js';
import { SelectField } from './SelectField.js';
import { TextAreaField } from './TextAreaField.js';

/** How the types of fields are drawn that the default form doesn't show at first. */
export const moreFields: FieldRegistry = { textarea: TextAreaField, select: SelectField, checkbox: CheckboxField, hidden: HiddenField };
