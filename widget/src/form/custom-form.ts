/* What a site's own form needs beyond the default one; loaded when a site has one. */
import { CheckboxField } from './fields/CheckboxField.js';
import { HiddenField } from './fields/HiddenField.js';
import { SelectField } from './fields/SelectField.js';

export { readDefinition } from './form-definition.js';
/** Types of fields that the default form has none of. */
export const customFields = { select: SelectField, checkbox: CheckboxField, hidden: HiddenField };
