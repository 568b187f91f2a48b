import { loadFormat } from '../../phone/load-format.js';
import { useFormat } from '../../phone/use-format.js';
import { FieldFrame, described } from '../../ui/FieldFrame.js';
import { Icon } from '../../ui/Icon.js';
import type { FieldProps } from '../field-registry.js';
import { TextField } from '../fields/TextField.js';

interface FixedProps {
  id: string;
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  /** A number reads from left to right in every language. */
  dir?: 'ltr';
}

/** WI12: what a site has signed for. It can be read and copied, not changed. */
function FixedField({ id, name, label, value, error, dir }: FixedProps) {
  return (
    <FieldFrame id={id} label={label} error={error}>
      <div class={error ? 'field fixed bad' : 'field fixed'}>
        <Icon name="lock" />
        <input id={id} name={name} readOnly value={value} dir={dir} {...described(id, error)} />
      </div>
    </FieldFrame>
  );
}

/** A line of text, fixed or not. */
export function TextOrFixed(props: FieldProps<'text'>) {
  const { field, form, error } = props;
  if (!field.fixed) return <TextField {...props} />;
  return <FixedField id={field.id} name={field.name} label={field.label} value={form.value(field.name)} error={error} />;
}

/** A fixed number, as people write it. */
export function FixedPhone({ field: { id, name, label }, form, error }: FieldProps<'phone'>) {
  const value = form.phone.value;
  const format = useFormat(value, loadFormat);
  return <FixedField id={id} name={name} label={label} value={`+${value.country.code} ${format(value)}`} error={error} dir="ltr" />;
}
