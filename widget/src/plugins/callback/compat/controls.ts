import { consentParts } from '../../../form/custom/consent-text.js';
import type { Field, SelectOption } from '../../../form/fields.js';
import { make } from '../../../ui/page-nodes.js';
import { LABEL_KEYS, named, type ControlParts } from './named-control.js';
import { drawPhone } from './phone-control.js';
import type { WindowParts } from './window.js';

/** A field's label, marked with the vendor's key where it has that text. */
export function drawLabel({ document, translator }: WindowParts, field: Field): HTMLLabelElement {
  const label = make(document, 'label', 'cx-form-label', field.label);
  label.htmlFor = field.id;
  const key = LABEL_KEYS[field.name];
  if (key && field.label === translator.text(key)) {
    label.classList.add('i18n');
    label.dataset['message'] = key.replace('callback.', '');
  }
  return label;
}

/** A field's control with the value of the moment, in plain elements. */
export function drawControl(parts: ControlParts, field: Field): HTMLElement {
  const { document, form } = parts;
  const value = form.value(field.name);
  switch (field.type) {
    case 'phone':
      return drawPhone(parts, field);
    case 'text':
      return Object.assign(named(make(document, 'input', 'cx-input'), field, parts), { type: field.input, value });
    case 'textarea':
      return Object.assign(named(make(document, 'textarea', 'cx-input'), field, parts), { rows: 3, value });
    case 'hidden':
      return Object.assign(named(make(document, 'input', ''), field, parts), { type: 'hidden', value });
    case 'checkbox':
      return Object.assign(named(make(document, 'input', 'cx-checkbox'), field, parts), { type: 'checkbox', checked: value === 'true' });
    case 'consent':
      return drawConsent(parts, field);
    case 'select': {
      const select = named(make(document, 'select', 'cx-input cx-select', ...optionsOf(document, field.options)), field, parts);
      select.value = value;
      return select;
    }
    case 'radio':
      return drawRadios(parts, field);
    default:
      return field satisfies never;
  }
}

function optionsOf(document: Document, options: readonly SelectOption[]): Node[] {
  const nodes: HTMLElement[] = [];
  for (const { text, value, group } of options) {
    const last = nodes.at(-1);
    if (group) nodes.push(Object.assign(make(document, 'optgroup', ''), { label: text }));
    else {
      const option = Object.assign(make(document, 'option', '', text), { value });
      if (last?.localName === 'optgroup') last.append(option);
      else nodes.push(option);
    }
  }
  return nodes;
}

function drawRadios(parts: ControlParts, field: Extract<Field, { type: 'radio' }>): HTMLElement {
  const { document, form } = parts;
  const group = make(document, 'div', 'cx-radios');
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', field.label);
  field.options.forEach(({ text, value }, at) => {
    const input = named(make(document, 'input', ''), field, parts);
    Object.assign(input, {
      id: at === 0 ? field.id : `${field.id}_${at}`,
      type: 'radio',
      value,
      checked: value === form.value(field.name),
    });
    group.append(make(document, 'label', 'cx-radio', input, text));
  });
  return group;
}

function drawConsent(parts: ControlParts, field: Extract<Field, { type: 'consent' }>): HTMLElement {
  const { document, form } = parts;
  const input = named(make(document, 'input', 'cx-checkbox'), field, parts);
  Object.assign(input, { type: 'checkbox', checked: form.value(field.name) === 'true' });
  const { before, after } = consentParts(field);
  const label = make(document, 'label', 'cx-consent', input, before);
  if (field.link) {
    const link = make(document, 'a', '', field.link.text);
    Object.assign(link, { href: field.link.url, target: '_blank', rel: 'noopener' });
    label.append(link);
  }
  label.append(after);
  return label;
}
