import type { Field } from '../../../form/fields.js';
import { countries, countryOf, flagOf } from '../../../phone/countries.js';
import { toInternational, type PhoneValue } from '../../../phone/typed-number.js';
import { make } from '../../../ui/page-nodes.js';
import { named, type ControlParts } from './named-control.js';

/** What stands in the input for a number. Without the picker, all of it is there. */
export const shownNumber = (value: PhoneValue, countryCodes: boolean): string => (countryCodes ? value.digits : toInternational(value));

/** The phone input, and in front of it the flag picker with the class names that sites know. */
export function drawPhone(parts: ControlParts, field: Field): HTMLElement {
  const { document, form, countryCodes } = parts;
  const value = form.phone.peek();
  const input = named(make(document, 'input', 'cx-input cx-callback-phone-number'), field, parts);
  Object.assign(input, { type: 'tel', inputMode: 'tel', dir: 'ltr', value: shownNumber(value, countryCodes) });
  if (!countryCodes) return input;
  const picker = make(document, 'div', 'intl-tel-input allow-dropdown', drawFlags(parts, value), input);
  picker.dir = 'ltr';
  return picker;
}

function drawFlags({ document, translator, form }: ControlParts, { country }: PhoneValue): HTMLElement {
  const names = new Intl.DisplayNames([translator.lang], { type: 'region' });
  const sorted = countries()
    .map(({ region, code }) => ({ region, name: names.of(region) ?? region, code }))
    .sort((a, b) => a.name.localeCompare(b.name, translator.lang));
  const options = sorted.map(({ region, name, code }) =>
    Object.assign(make(document, 'option', '', `${name} +${code}`), { value: region }),
  );
  const select = make(document, 'select', 'country-list', ...options);
  select.ariaLabel = translator.text('ringback.Country', { Name: names.of(country.region) ?? '', Code: country.code });
  select.addEventListener('change', () => {
    const chosen = countryOf(select.value);
    if (chosen) form.setPhone({ country: chosen, digits: form.phone.peek().digits.replace('+', '') });
  });
  const flags = make(document, 'div', 'flag-container', make(document, 'span', 'selected-flag'), select);
  showCountry(flags, country);
  return flags;
}

/** Shows a country in the flag picker below `root`, where there is one. */
export function showCountry(root: ParentNode, { region, code }: PhoneValue['country']): void {
  const flag = root.querySelector('.selected-flag');
  const list = root.querySelector<HTMLSelectElement>('.country-list');
  if (flag) flag.textContent = `${flagOf(region)} +${code}`;
  if (list) list.value = region;
}
