import { loadFormat } from '../../phone/load-format.js';
import { useFormat } from '../../phone/use-format.js';
import { FieldFrame, described } from '../../ui/FieldFrame.js';
import { Icon } from '../../ui/Icon.js';
import type { FieldProps } from '../field-registry.js';
import { TextField } from '../fields/TextField.js';

/** In words, why what is signed for can't be changed; said once, below the first such field. */
export interface Why {
  readonly text: string;
  /** Name of the field that it stands below. */
  readonly below: string | undefined;
}

interface FixedProps {
  id: string;
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  why: Why;
  /** A number reads from left to right in every language. */
  dir?: 'ltr';
}

const WHY = 'rb-identity-why';

/** WI12: what a site has signed for. It can be read and copied, not changed, and says why. */
function FixedField({ id, name, label, value, error, dir, why }: FixedProps) {
  return (
    <div>
      <FieldFrame id={id} label={label} error={error}>
        <div class={error ? 'field fixed bad' : 'field fixed'}>
          <Icon name="lock" />
          <input
            id={id}
            name={name}
            readOnly
            value={value}
            dir={dir}
            {...described(id, error)}
            aria-describedby={error ? `${id}-below ${WHY}` : WHY}
          />
        </div>
      </FieldFrame>
      {why.below === name && (
        <p class="why" id={WHY}>
          {why.text}
        </p>
      )}
    </div>
  );
}

/** A line of text, fixed or not. */
export const createTextOrFixed = (why: Why) =>
  function TextOrFixed(props: FieldProps<'text'>) {
    const { field, form, error } = props;
    if (!field.fixed) return <TextField {...props} />;
    return <FixedField id={field.id} name={field.name} label={field.label} value={form.value(field.name)} error={error} why={why} />;
  };

/** A fixed number, as people write it. */
export const createFixedPhone = (why: Why) =>
  function FixedPhone({ field: { id, name, label }, form, error }: FieldProps<'phone'>) {
    const value = form.phone.value;
    const format = useFormat(value, loadFormat);
    const shown = `+${value.country.code} ${format(value)}`;
    return <FixedField id={id} name={name} label={label} value={shown} error={error} why={why} dir="ltr" />;
  };
