import type { ComponentChildren, ComponentType } from 'preact';
import { useKit } from '../ui/kit.js';
import type { FieldProps, FieldRegistry } from './field-registry.js';
import type { Field } from './fields.js';
import type { FieldError, FormState } from './form-state.js';

/** Draws fields in their order; two short names in a row share a line. */
export function FormFields({ fields, form, registry }: { fields: readonly Field[]; form: FormState; registry: FieldRegistry }) {
  const { translator } = useKit();
  const words = (error: FieldError | undefined): string | undefined => {
    if (!error || 'message' in error) return error?.message;
    return error.key === 'phoneNumberRequired'
      ? translator.text('callback.Errors.phoneNumberRequired')
      : translator.text(`ringback.${error.key}`);
  };
  const draw = (field: Field): ComponentChildren => {
    // The registry is keyed by the type that the field names.
    const Drawing = registry[field.type] as ComponentType<FieldProps> | undefined;
    return Drawing && <Drawing key={field.name} field={field} form={form} error={words(form.error(field.name))} />;
  };
  return (
    <>
      {pairNames(fields).map((row) =>
        row.length > 1 ? (
          <div key={row[0]?.name} class="two">
            {row.map(draw)}
          </div>
        ) : (
          row.map(draw)
        ),
      )}
    </>
  );
}

const isName = ({ name }: Field): boolean => name === 'firstname' || name === 'lastname';

function pairNames(fields: readonly Field[]): Field[][] {
  const rows: Field[][] = [];
  for (const field of fields) {
    const last = rows.at(-1);
    if (last?.length === 1 && last[0] && isName(last[0]) && isName(field)) last.push(field);
    else rows.push([field]);
  }
  return rows;
}
