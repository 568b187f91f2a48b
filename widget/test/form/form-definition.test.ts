import { describe, expect, it } from 'vitest';
import { readDefinition } from '../../src/form/form-definition.js';
import { judgeValue } from '../../src/form/custom/judge-value.js';
import { createFormState } from '../../src/form/form-state.js';
import { countryOf, type Country } from '../../src/phone/countries.js';

const read = (definition: unknown) => {
  const warnings: string[] = [];
  const layout = readDefinition(definition, {
    resolve: (text) => text.replace('@i18n:callback.', 'T:'),
    warn: (message) => void warnings.push(message),
  });
  return { ...layout, fields: layout.rows.flatMap((row) => (row.kind === 'field' ? [row.field] : [])), warnings };
};
const US = countryOf('US') as Country;

describe('readDefinition', () => {
  it('[FO1] without a definition: phone, names, notes, by the ids and names of the vendor', () => {
    const { fields } = read(undefined);
    expect(fields.map(({ id, name, type }) => `${id} ${name} ${type}`)).toEqual([
      'cx_form_callback_phone_number phonenumber phone',
      'cx_form_callback_firstname firstname text',
      'cx_form_callback_lastname lastname text',
      'cx_form_callback_subject subject textarea',
    ]);
    expect(fields[1]?.label).toBe('T:CallbackFirstName');
  });

  it('[FO1] fields can be moved, changed or left out; the phone comes back in front', () => {
    const { fields } = read({ inputs: [{ name: 'lastname', label: 'Surname' }, { name: 'email' }] });
    expect(fields.map(({ name, label }) => `${name} ${label}`)).toEqual([
      'phonenumber T:CallbackPhoneNumber',
      'lastname Surname',
      'email T:CallbackEmail',
    ]);
    const moved = read({
      inputs: [
        { id: 'cx_form_callback_firstname' },
        { id: 'cx_form_callback_phone_number', name: 'phonenumber', maxlength: '14', type: 'text' },
      ],
    });
    expect(moved.fields.map(({ name, type }) => `${name} ${type}`)).toEqual(['firstname text', 'phonenumber phone']);
    expect(moved.fields[1]?.maxLength).toBeUndefined();
  });

  it("[FO1] reads the vendor's input types and attributes", () => {
    const { fields, warnings } = read({
      wrapper: '<table></table>',
      inputs: [
        {
          name: 'a',
          type: 'select',
          options: [
            { text: 'G', group: true },
            { text: 'One', value: '1' },
            { text: 'Two', selected: true },
          ],
        },
        { name: 'b', type: 'checkbox', checked: true, label: '@i18n:callback.CallbackNotes' },
        { name: 'c', type: 'hidden', value: () => 'computed' },
        { id: 'd', type: 'email', required: '', maxlength: '30', readonly: true, placeholder: 'p', title: 't' },
      ],
    });
    expect(warnings).toEqual([]);
    expect(fields.slice(1)).toMatchObject([
      {
        type: 'select',
        value: 'Two',
        options: [
          { text: 'G', group: true },
          { text: 'One', value: '1' },
          { text: 'Two', value: 'Two' },
        ],
      },
      { type: 'checkbox', value: 'true', label: 'T:CallbackNotes' },
      { type: 'hidden', value: 'computed' },
      { name: 'd', type: 'text', input: 'email', required: true, maxLength: 30, readOnly: true, placeholder: 'p', title: 't' },
    ]);
  });

  it.each([
    ['color', 'color'],
    ['Range', 'range'],
    ['week', 'week'],
    ['hologram', 'text'],
  ])('[FO1] an input of type "%s" is passed through to the browser as %s', (type, input) => {
    const { fields } = read({ inputs: [{ name: 'x', type, value: '#102030' }] });
    expect(fields[1]).toMatchObject({ name: 'x', type: 'text', input, value: '#102030' });
  });
  it.each([
    [{ inputs: 'x' }, 'callback.form.inputs is not a list; the default form is shown'],
    [{ inputs: [null] }, 'callback.form.inputs[0] is not an object; it is left out'],
    [{ inputs: [{ label: 'x' }] }, 'callback.form.inputs[0] has neither name nor id; it is left out'],
    [{ inputs: [{ name: 'x', type: 'hologram' }] }, 'callback.form.inputs[0].type "hologram" is not known here; it is a line of text'],
    [{ inputs: [{ name: 'x', type: 'file' }] }, 'callback.form.inputs[0].type "file" is no field of a form; it is left out'],
  ])('[WI1] %j is reported by name', (definition, warning) => {
    const { fields, warnings } = read(definition);
    expect(warnings).toEqual([warning]);
    expect(fields.some(({ type }) => type === 'phone')).toBe(true);
  });
});

describe('createFormState', () => {
  const stateOf = (definition: unknown, prefill: Record<string, unknown> = {}) => {
    const touched: string[] = [];
    return {
      form: createFormState({
        fields: read(definition).fields,
        judge: judgeValue,
        country: US,
        prefill,
        onInput: (name) => touched.push(name),
      }),
      touched,
    };
  };

  it('[WI3] needs the number and nothing else', () => {
    const { form } = stateOf(undefined);
    expect(form.validate()).toEqual(['phonenumber']);
    expect(form.error('phonenumber')).toEqual({ key: 'phoneNumberRequired' });
    form.setPhone({ country: US, digits: '2125550134' });
    expect(form.error('phonenumber')).toBeUndefined();
    expect(form.validate()).toEqual([]);
    expect(form.values()).toEqual({ phonenumber: '+12125550134', firstname: '', lastname: '', subject: '' });
  });

  it('[FO1] prefills by input name; a number with + brings its country', () => {
    const { form, touched } = stateOf(
      { inputs: [{ name: 'firstname' }, { name: 'vip', type: 'checkbox' }, { name: 'n' }] },
      { phonenumber: '+351912345678', firstname: 'Ada', vip: true, n: 7, evil: {} },
    );
    expect(form.values()).toEqual({ phonenumber: '+351912345678', firstname: 'Ada', vip: 'true', n: '7' });
    expect(form.phone.value.country.region).toBe('PT');
    expect(touched).toEqual([]);
  });

  it('[WI3] a better guess of the country never changes what somebody chose or typed', () => {
    const portugal = countryOf('PT') as Country;
    const { form } = stateOf(undefined);
    form.suggestCountry(portugal);
    expect(form.phone.value.country.region).toBe('PT');
    form.setPhone({ country: US, digits: '' });
    form.suggestCountry(portugal);
    expect(form.phone.value.country.region).toBe('US');
  });

  it.each([
    [{ name: 'x', required: true }, '', { key: 'FieldRequired' }],
    [{ name: 'x', required: true }, ' ', { key: 'FieldRequired' }],
    [{ name: 'x', type: 'checkbox', required: true }, '', { key: 'FieldRequired' }],
    [{ name: 'x', type: 'hidden', required: true }, '', undefined],
    [{ name: 'x', type: 'email' }, 'ada', { key: 'EmailInvalid' }],
    [{ name: 'x', type: 'email' }, 'ada@example.com', undefined],
    [{ name: 'x', type: 'email' }, '', undefined],
  ])('[FO1] %j with %j', (input, value, error) => {
    const { form } = stateOf({ inputs: [input] });
    form.setValue('x', value);
    form.validate();
    expect(form.error('x')).toEqual(error);
  });
});
