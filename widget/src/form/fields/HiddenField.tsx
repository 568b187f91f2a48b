import type { FieldProps } from '../field-registry.js';

/** In the form for those who look for it there; its value goes with the request. */
export function HiddenField({ field, form }: FieldProps<'hidden'>) {
  return <input type="hidden" id={field.id} name={field.name} value={form.value(field.name)} />;
}
