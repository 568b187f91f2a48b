/** One entry of a select; a `group` is a heading over those that follow. */
export interface SelectOption {
  readonly text: string;
  readonly value: string;
  readonly group: boolean;
}

/** What every field has. */
export interface FieldBase {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly title: string;
  readonly value: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly maxLength: number | undefined;
  readonly autocomplete: string | undefined;
  /** WI12: told by the site, signed; nobody types in it. */
  readonly fixed?: boolean;
}

/** Types of one-line inputs, as browsers have them. */
export type InputType =
  | 'text'
  | 'email'
  | 'tel'
  | 'number'
  | 'date'
  | 'url'
  | 'time'
  | 'datetime-local'
  | 'month'
  | 'week'
  | 'search'
  | 'password'
  | 'color'
  | 'range';

/** What a consent refers to. */
export interface ConsentLink {
  readonly text: string;
  readonly url: string;
}

/** A field of a form: exactly what to draw. */
export type Field =
  | (FieldBase & { readonly type: 'text'; readonly input: InputType })
  | (FieldBase & { readonly type: 'textarea' })
  | (FieldBase & { readonly type: 'select'; readonly options: readonly SelectOption[] })
  | (FieldBase & { readonly type: 'radio'; readonly options: readonly SelectOption[] })
  | (FieldBase & { readonly type: 'checkbox' })
  | (FieldBase & { readonly type: 'consent'; readonly link: ConsentLink | undefined })
  | (FieldBase & { readonly type: 'hidden' })
  | (FieldBase & { readonly type: 'phone' });
export type FieldType = Field['type'];

/** Names that the panel itself looks for. */
export const PHONE_FIELD = 'phonenumber';
export const NOTES_FIELD = 'subject';
/** What was dialled behind the number, in userData: no dialer knows when to dial it, an agent does. */
export const EXTENSION_FIELD = 'phoneExtension';

/** Names whose values are parameters of the request; those of all others go into userData. */
export const BUILT_IN_NAMES: readonly string[] = [PHONE_FIELD, NOTES_FIELD, 'firstname', 'lastname', 'email'];

/** A built-in field as the vendor knows it; texts may be `@i18n:` references. */
type BuiltIn = Pick<Field, 'id' | 'type' | 'label'> &
  Partial<Pick<FieldBase, 'required' | 'placeholder' | 'maxLength' | 'autocomplete'>> & { readonly input?: 'email' };

/** Fields that a form has without being told, by name and with the vendor's ids. */
export const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  [PHONE_FIELD]: {
    id: 'cx_form_callback_phone_number',
    type: 'phone',
    label: '@i18n:callback.CallbackPhoneNumber',
    required: true,
    autocomplete: 'tel',
  },
  firstname: {
    id: 'cx_form_callback_firstname',
    type: 'text',
    label: '@i18n:callback.CallbackFirstName',
    maxLength: 100,
    autocomplete: 'given-name',
  },
  lastname: {
    id: 'cx_form_callback_lastname',
    type: 'text',
    label: '@i18n:callback.CallbackLastName',
    maxLength: 100,
    autocomplete: 'family-name',
  },
  email: { id: 'cx_form_callback_email', type: 'text', input: 'email', label: '@i18n:callback.CallbackEmail', autocomplete: 'email' },
  [NOTES_FIELD]: {
    id: 'cx_form_callback_subject',
    type: 'textarea',
    label: '@i18n:callback.CallbackNotes',
    maxLength: 4000,
    placeholder: '@i18n:ringback.NotesPlaceholder',
  },
};

/** The form that a site gets without defining one: number, names, notes. */
export const defaultFields = (resolve: (text: string) => string): Field[] =>
  [PHONE_FIELD, 'firstname', 'lastname', NOTES_FIELD].map((name) => builtInField(name, resolve));

/** One built-in field, its texts resolved. */
export function builtInField(name: string, resolve: (text: string) => string): Field {
  const { label, placeholder = '', input = 'text', ...field } = BUILT_IN[name] as BuiltIn;
  const base = { title: '', value: '', required: false, readOnly: false, maxLength: undefined, autocomplete: undefined };
  // `input` is only read where the type is text.
  return { ...base, ...field, name, input, label: resolve(label), placeholder: resolve(placeholder) } as Field;
}
