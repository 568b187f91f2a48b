import { FieldFrame } from '../../ui/FieldFrame.js';
import { useKit } from '../../ui/kit.js';
import { controlAttributes } from '../field-attributes.js';
import type { FieldProps } from '../field-registry.js';

/** Required or Optional, as the label says it. */
export function useMark(required: boolean): string {
  return useKit().translator.text(required ? 'callback.CallbackPlaceholderRequired' : 'callback.CallbackPlaceholderOptional');
}

/** One line of text of any input type. */
export function TextField({ field, form, error }: FieldProps<'text'>) {
  return (
    <FieldFrame id={field.id} label={field.label} mark={useMark(field.required)} error={error}>
      <div class={error ? 'field bad' : 'field'}>
        <input
          // Preact's types know each input type apart; their union fits none of them.
          {...controlAttributes(field, error)}
          type={field.input as 'text'}
          value={form.value(field.name)}
          onInput={(event) => form.setValue(field.name, event.currentTarget.value)}
        />
      </div>
    </FieldFrame>
  );
}
