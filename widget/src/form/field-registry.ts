import type { ComponentType } from 'preact';
import type { Field, FieldType } from './form-definition.js';
import type { FormState } from './form-state.js';

/** What the drawing of one field gets. */
export interface FieldProps<Type extends FieldType = FieldType> {
  field: Extract<Field, { type: Type }>;
  form: FormState;
  /** Its error in words, when it has one. */
  error: string | undefined;
}

/** How each type of field is drawn. A new type is one more entry, here or where the panel is put together. */
export type FieldRegistry = { readonly [Type in FieldType]: ComponentType<FieldProps<Type>> };
