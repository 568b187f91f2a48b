import type { FieldProps, FieldRegistry } from '../../form/field-registry.js';
import { TextField, useMark } from '../../form/fields/TextField.js';
import { PhoneField } from '../../phone/PhoneField.js';
import type { LoadFormat } from '../../phone/use-format.js';

/** The types of fields that the default form shows first. */
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
  return { text: TextField, phone: Phone };
}
