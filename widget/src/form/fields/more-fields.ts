import type { FieldRegistry } from '../field-registry.js';
import { CheckboxField } from './CheckboxField.js';
import { HiddenField } from './HiddenField.js';
import { SelectField } from './SelectField.js';

/** How the types of fields are drawn that the default form has none of. */
export const moreFields: FieldRegistry = { select: SelectField, checkbox: CheckboxField, hidden: HiddenField };
