import { Icon } from '../../ui/Icon.js';
import { described } from '../../ui/FieldFrame.js';
import { useKit } from '../../ui/kit.js';
import type { FieldProps } from '../field-registry.js';
import { useMark } from '../fields/TextField.js';

/** One of a few, all of them in sight. */
export function RadioField({ field, form, error }: FieldProps<'radio'>) {
  const { id, name } = field;
  const { frame } = useKit();
  const mark = useMark(field.required);
  const heading = (
    <span class="label" id={`${id}-label`}>
      <span>{field.label}</span>
      <i>{mark}</i>
    </span>
  );
  const control = (
    <>
      <div
        id={id}
        class="options"
        role="radiogroup"
        aria-labelledby={`${id}-label`}
        aria-required={field.required || undefined}
        {...described(id, error)}
      >
        {field.options.map(({ text, value }) => (
          <label key={value} class="check">
            <input
              type="radio"
              name={name}
              value={value}
              disabled={field.readOnly}
              checked={form.value(name) === value}
              onChange={() => form.setValue(name, value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
      <p class={error ? 'below bad' : 'below'} id={`${id}-below`} role={error ? 'alert' : undefined}>
        {error && (
          <>
            <Icon name="warn" />
            <span>{error}</span>
          </>
        )}
      </p>
    </>
  );
  if (frame) return <>{frame({ label: heading, control })}</>;
  return (
    <div class="frame">
      {heading}
      {control}
    </div>
  );
}
