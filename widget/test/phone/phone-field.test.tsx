import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { createTranslator } from '../../src/i18n/translate.js';
import { countryOf, type Country } from '../../src/phone/countries.js';
import { loadFormat } from '../../src/phone/format-number.js';
import { PhoneField } from '../../src/phone/PhoneField.js';
import type { PhoneValue } from '../../src/phone/typed-number.js';
import type { LoadFormat } from '../../src/phone/use-format.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { KitContext } from '../../src/ui/kit.js';
import { createTimeText } from '../../src/ui/time-text.js';
import { signal } from '../../src/ui/signals.js';

afterEach(cleanup);

const country = (region: string) => countryOf(region) as Country;
function renderField({ region = 'US', digits = '', load = loadFormat as LoadFormat, lang = 'en-US' } = {}) {
  const value = signal<PhoneValue>({ country: country(region), digits });
  const loads: string[] = [];
  const translator = createTranslator({ lang });
  const said: string[] = [];
  const kit = {
    translator,
    environment: fakeEnvironment({ whenIdle: (callback) => callback() }),
    announce: (text: string) => void said.push(text),
    times: createTimeText({ translator, zone: 'UTC', timeFormat: undefined }),
  };
  const counted: LoadFormat = (code) => (loads.push(code), load(code));
  function Field() {
    return (
      <PhoneField
        id="phone"
        name="phonenumber"
        label="Phone"
        mark="Required"
        value={value.value}
        error={undefined}
        pickCountry
        onChange={(next) => void (value.value = next)}
        loadFormat={counted}
      />
    );
  }
  render(
    <KitContext.Provider value={kit}>
      <Field />
    </KitContext.Provider>,
  );
  const input = screen.getByLabelText(/^Phone/) as HTMLInputElement;
  return { value, loads, said, input, user: userEvent.setup() };
}

describe('PhoneField', () => {
  it('[WI10] loads no formatter before the first digit', async () => {
    const { loads, input, user } = renderField();
    expect(loads).toEqual([]);
    await user.type(input, '2');
    await waitFor(() => expect(loads).toEqual(['1']));
  });

  it('[WI3] formats while typing, with the caret where it was', async () => {
    const { input, user, value } = renderField();
    await user.type(input, '2125550134');
    await waitFor(() => expect(input.value).toBe('212 555 0134'));
    input.setSelectionRange(3, 3);
    await user.type(input, '{Backspace}', { initialSelectionStart: 3, initialSelectionEnd: 3 });
    expect(value.value.digits).toBe('215550134');
    expect(input.selectionStart).toBe(2);
  });

  it('[WI3] Backspace behind a separator deletes the digit before it', async () => {
    const { input, user, value } = renderField({ digits: '2125550134' });
    await waitFor(() => expect(input.value).toBe('212 555 0134'));
    await user.type(input, '{Backspace}', { initialSelectionStart: 4, initialSelectionEnd: 4 });
    expect(value.value.digits).toBe('215550134');
  });

  it('[WI3] works while the formatter is late, and when it never comes', async () => {
    const { input, user, value } = renderField({ load: () => Promise.reject(new Error('offline')) });
    await user.type(input, '2125550134');
    expect(input.value).toBe('2125550134');
    expect(value.value.digits).toBe('2125550134');
  });

  it('[WI3] a number that begins with + brings its country, typed or pasted', async () => {
    const { input, user, value } = renderField();
    await user.type(input, '+351912345678');
    expect(value.value.country.region).toBe('PT');
    await waitFor(() => expect(input.value).toBe('912 345 678'));
    await user.clear(input);
    await user.click(input);
    await user.paste('tel:+44 (0)20 7946-0018');
    expect(value.value).toMatchObject({ country: { region: 'GB' }, digits: '2079460018' });
  });

  it('[WI3] warns of an impossible length only after the visitor has left the field', async () => {
    const { input, user } = renderField();
    await user.type(input, '21234');
    expect(screen.queryByText(/too short/)).toBeNull();
    await user.tab();
    expect(screen.getByText('This number looks too short for United States.')).toBeTruthy();
    expect(input.getAttribute('aria-describedby')).toBe('phone-below');
    expect(input.hasAttribute('aria-invalid')).toBe(false);
  });

  it('[WI7] the country is found by name, code or accent-free letters, and chosen by keyboard alone', async () => {
    const { user, value, said } = renderField();
    await user.click(screen.getByRole('button', { name: 'Country: United States +1' }));
    const search = await screen.findByRole('combobox');
    expect(document.activeElement).toBe(search);
    await user.type(search, 'cote');
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([expect.stringContaining('+225')]);
    expect(said.at(-1)).toBe('1 country found');
    await user.clear(search);
    await user.type(search, '+351');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    expect(search.getAttribute('aria-activedescendant')).toBe('phone-country-0');
    await user.keyboard('{Enter}');
    expect(value.value.country.region).toBe('PT');
    expect(document.activeElement).toBe(screen.getByLabelText(/^Phone/));
  });

  it('[WI7] Escape leaves the list and nothing else', async () => {
    const { user, value } = renderField();
    const button = screen.getByRole('button', { name: 'Country: United States +1' });
    await user.click(button);
    await screen.findByRole('combobox');
    let reached = false;
    document.addEventListener('keydown', () => void (reached = true), { once: true });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('combobox')).toBeNull();
    expect(document.activeElement).toBe(button);
    expect([value.value.country.region, reached]).toEqual(['US', false]);
  });

  it('[WI3] says when no country fits', async () => {
    const { user, said } = renderField();
    await user.click(screen.getByRole('button', { name: /^Country/ }));
    await user.type(await screen.findByRole('combobox'), 'zzz');
    expect(screen.getByText('No country found')).toBeTruthy();
    expect(said.at(-1)).toBe('No country found');
  });
});
