import type { ComponentType } from 'preact';
import type { Field, FieldType } from './fields.js';
import type { FormState } from './form-state.js';

/** What the drawing of one field gets. */
export interface FieldProps<Type extends FieldType = FieldType> {
  field: Extract<Field, { type: Type }>;
  form: FormState;
  /** Its error in words, when it has one. */
  error: string | undefined;
}

/** How each type of field is drawn. A type without an entry isn't drawn. */
export type FieldRegistry = { readonly [Type in FieldType]?: ComponentType<FieldProps<Type>> };
