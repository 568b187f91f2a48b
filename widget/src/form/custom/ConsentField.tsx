import { described, FieldFrame } from '../../ui/FieldFrame.js';
import type { FieldProps } from '../field-registry.js';
import { consentParts } from './consent-text.js';

/** A box to tick, and what is agreed to by it. Never ticked beforehand. */
export function ConsentField({ field, form, error }: FieldProps<'consent'>) {
  const { id, name, link } = field;
  const { before, after } = consentParts(field);
  return (
    <FieldFrame id={id} label="" error={error}>
      <label class={error ? 'check consent bad' : 'check consent'} for={id}>
        <input
          id={id}
          name={name}
          type="checkbox"
          required={field.required}
          {...described(id, error)}
          checked={form.value(name) === 'true'}
          onChange={(event) => form.setValue(name, event.currentTarget.checked ? 'true' : '')}
        />
        <span>
          {before}
          {link && (
            <a href={link.url} target="_blank" rel="noopener">
              {link.text}
            </a>
          )}
          {after}
        </span>
      </label>
    </FieldFrame>
  );
}
