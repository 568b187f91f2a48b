import type { FieldProps, FieldRegistry } from '../../form/field-registry.js';
import { CheckboxField } from '../../form/fields/CheckboxField.js';
import { HiddenField } from '../../form/fields/HiddenField.js';
import { SelectField } from '../../form/fields/SelectField.js';
import { TextAreaField } from '../../form/fields/TextAreaField.js';
import { TextField, useMark } from '../../form/fields/TextField.js';
import { PhoneField } from '../../phone/PhoneField.js';
import type { LoadFormat } from '../../phone/use-format.js';

/** Every type of field that a callback form knows. */
export function createRegistry(options: { countryCodes(): boolean; loadFormat: LoadFormat }): FieldRegistry {
  function Phone({ field, form, error }: FieldProps<'phone'>) {
    return (
      <PhoneField
        id={field.id}
        name={field.name}
        label={field.label}
        mark={useMark(true)}
        value={form.phone.value}
        error={error}
        pickCountry={options.countryCodes()}
        onChange={(value) => form.setPhone(value)}
        loadFormat={options.loadFormat}
      />
    );
  }
  return { text: TextField, textarea: TextAreaField, select: SelectField, checkbox: CheckboxField, hidden: HiddenField, phone: Phone };
}
