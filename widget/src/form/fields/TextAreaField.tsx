import { FieldFrame } from '../../ui/FieldFrame.js';
import { controlAttributes } from '../field-attributes.js';
import type { FieldProps } from '../field-registry.js';
import { useMark } from './TextField.js';

/** Several lines of text; grows with them where the browser can. */
export function TextAreaField({ field, form, error }: FieldProps<'textarea'>) {
  return (
    <FieldFrame id={field.id} label={field.label} mark={useMark(field.required)} error={error}>
      <div class={error ? 'field bad' : 'field'}>
        <textarea
          {...controlAttributes(field, error)}
          rows={3}
          value={form.value(field.name)}
          onInput={(event) => form.setValue(field.name, event.currentTarget.value)}
        />
      </div>
    </FieldFrame>
  );
}
