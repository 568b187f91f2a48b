import { described, FieldFrame } from '../../ui/FieldFrame.js';
import type { FieldProps } from '../field-registry.js';

/** Box and words on one line, both of them the target. */
export function CheckboxField({ field, form, error }: FieldProps<'checkbox'>) {
  const { id, name } = field;
  return (
    <FieldFrame id={id} label="" error={error}>
      <label class="check" for={id}>
        <input
          id={id}
          name={name}
          type="checkbox"
          required={field.required}
          {...described(id, error)}
          checked={form.value(name) === 'true'}
          onChange={(event) => form.setValue(name, event.currentTarget.checked ? 'true' : '')}
        />
        <span>{field.label}</span>
      </label>
    </FieldFrame>
  );
}
