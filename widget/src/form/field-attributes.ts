import { described } from '../ui/FieldFrame.js';
import type { Field } from './fields.js';

/** Attributes that text-like controls share. */
export const controlAttributes = (field: Field, error: string | undefined) => ({
  id: field.id,
  name: field.name,
  required: field.required,
  readOnly: field.readOnly,
  ...(field.placeholder && { placeholder: field.placeholder }),
  ...(field.title && { title: field.title }),
  ...(field.maxLength && { maxLength: field.maxLength }),
  ...(field.autocomplete && { autocomplete: field.autocomplete }),
  ...described(field.id, error),
});
