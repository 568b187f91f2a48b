import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IDENTITY_TEXTS } from '../../src/i18n/identity-texts.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from '../callback/open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

type Input = Record<string, unknown>;
const PHONE = { form: { phonenumber: '+12125550134' } };

async function openForm(inputs: readonly Input[], { wrapper, setup, form }: { wrapper?: unknown; setup?: PanelSetup; form?: Input } = {}) {
  panel = setUpPanel(setup);
  await panel.open({ form: { ...PHONE.form, ...form }, formJSON: { inputs, ...(wrapper !== undefined && { wrapper }) } });
  return panel;
}
const confirm = async () => panel.user.click(await panel.view.findByRole('button', { name: 'Confirm' }));
const sent = async () => {
  await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
  return panel.service.scheduled[0];
};
const warnings = () => panel.environment.warnings.map(({ message }) => message);

describe('types', () => {
  it('[FO1] one of each: drawn by name, filled by keyboard and pointer, sent as userData under their names', async () => {
    await openForm([
      { name: 'phonenumber' },
      { name: 'order', label: 'Order' },
      { name: 'mail', type: 'email', label: 'Mail' },
      { name: 'other', type: 'tel', label: 'Other phone' },
      { name: 'count', type: 'number', label: 'How many', min: 1, max: 9 },
      { name: 'born', type: 'date', label: 'Born' },
      { name: 'text', type: 'textarea', label: 'Text' },
      { name: 'how', type: 'radio', label: 'How?', options: [{ text: 'By post', value: 'post' }, { text: 'Online' }] },
      { name: 'tenant', type: 'hidden', value: 'acme' },
    ]);
    await panel.user.type(panel.view.getByLabelText(/^Order/), 'A-7');
    await panel.user.type(panel.view.getByLabelText(/^Mail/), 'a@b.co');
    await panel.user.type(panel.view.getByLabelText(/^Other phone/), '55');
    await panel.user.type(panel.view.getByLabelText(/^How many/), '3');
    await panel.user.type(panel.view.getByLabelText(/^Born/), '1990-02-28');
    await panel.user.type(panel.view.getByLabelText(/^Text/), 'Hi');
    expect(panel.view.getByRole('radiogroup', { name: /How\?/ })).toBeTruthy();
    await panel.user.click(panel.view.getByRole('radio', { name: 'Online' }));
    await confirm();
    expect((await sent())?.userData).toEqual({
      order: 'A-7',
      mail: 'a@b.co',
      other: '55',
      count: '3',
      born: '1990-02-28',
      text: 'Hi',
      how: 'Online',
      tenant: 'acme',
    });
  });

  it('[FO1] a select keeps its groups', async () => {
    const options = [
      { text: 'Sales', group: true },
      { text: 'New order', value: 'new' },
      { text: 'Support', group: true },
      { text: 'Fault' },
    ];
    await openForm([{ name: 'topic', type: 'select', label: 'Topic', options }]);
    expect(panel.view.getByRole('group', { name: 'Support' }).textContent).toBe('Fault');
    expect(panel.find<HTMLSelectElement>('select').value).toBe('new');
  });

  it('[FO1] a required radio group is asked for beside its field, and gets the focus', async () => {
    await openForm([{ name: 'how', type: 'radio', label: 'How?', required: true, options: [{ text: 'By post' }, { text: 'Online' }] }]);
    await confirm();
    expect(await panel.view.findByText('Please fill in this field.')).toBeTruthy();
    expect(panel.view.getByRole('radiogroup', { name: /How/ }).getAttribute('aria-invalid')).toBe('true');
    expect((panel.focused() as HTMLInputElement | null)?.name).toBe('how');
    await panel.user.click(panel.view.getByRole('radio', { name: 'By post' }));
    await confirm();
    expect((await sent())?.userData).toEqual({ how: 'By post' });
  });

  it('[FO1] prefill fills inputs of any type by their names', async () => {
    const inputs = [
      { name: 'order' },
      { name: 'how', type: 'radio', options: [{ text: 'a' }, { text: 'b' }] },
      { name: 'vip', type: 'checkbox', label: 'VIP' },
      { name: 'tenant', type: 'hidden' },
    ];
    await openForm(inputs, { form: { order: 'A-7', how: 'b', vip: true, tenant: 'acme' } });
    await confirm();
    expect((await sent())?.userData).toEqual({ order: 'A-7', how: 'b', vip: 'true', tenant: 'acme' });
    expect(panel.heard[0]?.data.prefilled).toBe(true);
  });
});

describe('consent', () => {
  const consent = {
    name: 'consent',
    type: 'consent',
    label: 'I agree to the {link} of Acme.',
    link: { url: 'https://acme.example/privacy', text: 'privacy policy' },
  };

  it('[FO1] has to be given, is never given beforehand, and the text agreed to goes with the request', async () => {
    await openForm([{ ...consent, checked: true, value: 'true' }]);
    const box = panel.view.getByRole('checkbox', { name: 'I agree to the privacy policy of Acme.' });
    expect(box).toHaveProperty('checked', false);
    expect(panel.view.getByRole('link', { name: 'privacy policy' }).getAttribute('href')).toBe('https://acme.example/privacy');
    await confirm();
    expect(await panel.view.findByText('Please fill in this field.')).toBeTruthy();
    expect(panel.service.scheduled).toEqual([]);
    await panel.user.click(box);
    await confirm();
    expect((await sent())?.userData).toEqual({
      consent: 'true',
      consentText: 'I agree to the privacy policy (https://acme.example/privacy) of Acme.',
    });
  });

  it('[FO1] may be asked for without being required; then nothing is recorded without it', async () => {
    await openForm([{ ...consent, required: false }]);
    await confirm();
    expect((await sent())?.userData).toEqual({});
  });

  it('[WI6] a link that is no address of a page is left out by name', async () => {
    await openForm([{ ...consent, link: 'javascript:alert(1)' }]);
    expect(panel.root.querySelector('.consent a')).toBeNull();
    expect(warnings().join()).toContain('.link is no address');
  });
});

describe('own markup', () => {
  it('[FO1] [WI6] html parts are shown without what could run', async () => {
    const hostile = '<h2 onclick="boom()">Hi</h2><script>boom()</script><img src="x" onerror="boom()"><a href="javascript:boom()">go</a>';
    await openForm([{ type: 'html', html: hostile }, { custom: '<p class="hint">Two <b>words</b></p>' }]);
    expect(panel.view.getByRole('heading', { name: 'Hi' })).toBeTruthy();
    expect(panel.root.querySelector('script, [onclick], [onerror], [href^="javascript"]')).toBeNull();
    expect(panel.find('.hint b').textContent).toBe('words');
  });

  it('[FO1] an element of the page is put there as it is, with its listeners', async () => {
    const press = vi.fn();
    const button = document.createElement('button');
    button.textContent = 'Mine';
    button.addEventListener('click', press);
    await openForm([{ custom: button }]);
    await panel.user.click(panel.view.getByRole('button', { name: 'Mine' }));
    expect(press).toHaveBeenCalledOnce();
    expect(panel.find('.own').firstChild).toBe(button);
    // It is no button of the form, unless it says so.
    expect(panel.service.scheduled).toEqual([]);
    button.type = 'submit';
    await panel.user.click(button);
    await sent();
  });

  it('[FO1] a wrapper with {label} and {input} lays out its row', async () => {
    await openForm([
      { name: 'a', label: 'A', wrapper: "<div class='row1'><div class='col'>{label}</div><div class='col2'>{input}</div></div>" },
      { name: 'b', label: 'B', wrapper: '<tr><th>{label}</th><td>{input}</td></tr>' },
    ]);
    expect(panel.find('.row1 .col label').textContent).toContain('A');
    expect(panel.find('.row1 .col2 input').getAttribute('name')).toBe('a');
    expect(panel.find('table tr td input').getAttribute('name')).toBe('b');
    await panel.user.type(panel.view.getByLabelText(/^B/), 'x');
    await confirm();
    expect((await sent())?.userData).toEqual({ b: 'x' });
  });

  it.each<[string, () => unknown, string]>([
    ['nearly every site', () => '<table></table>', '.custom > .rows > .frame input[name=a]'],
    ['a table that is not closed', () => '<table>', '.custom > .rows > .frame input[name=a]'],
    ['a tree with headings', () => '<div class="top"><h3>Tell us</h3><div>more</div></div>', '.top input[name=a]'],
    ['words inside a table', () => '<table>Welcome to us</table>', '.custom input[name=a]'],
    ['a place of its own', () => '<section><div class="in">{inputs}</div><p>after</p></section>', 'section .in input[name=a]'],
    ['an element', () => Object.assign(document.createElement('div'), { className: 'mine' }), '.mine input[name=a]'],
    ['a function', () => () => '<div class="made"></div>', '.made input[name=a]'],
  ])('[FO1] the wrapper of the form: %s', async (_what, wrapper, selector) => {
    await openForm([{ name: 'a', label: 'A' }], { wrapper: wrapper() });
    expect(panel.find(selector)).toBeTruthy();
    expect(panel.find('.custom').textContent).not.toContain('{inputs}');
  });

  it('[FO1] words and headings of a wrapper are shown', async () => {
    await openForm([{ name: 'a' }], { wrapper: '<table>Welcome to us</table>' });
    expect(panel.view.getByText('Welcome to us')).toBeTruthy();
  });

  it('[WI6] a label is text, whatever it says, in a wrapper too', async () => {
    await openForm([{ name: 'a', label: '<img src=x onerror=boom()>', wrapper: '<div>{label}{input}</div>' }]);
    expect(panel.root.querySelector('.custom img')).toBeNull();
    expect(panel.view.getByLabelText(/<img src=x/)).toBeTruthy();
  });

  it('[WI1] a wrapper without a place for the control, or that fails, is named and left out', async () => {
    const boom = () => {
      throw new Error('boom');
    };
    await openForm([
      { name: 'a', wrapper: '<div>{label}</div>' },
      { name: 'b', wrapper: boom },
    ]);
    expect(panel.find('[name=a]')).toBeTruthy();
    expect(panel.find('[name=b]')).toBeTruthy();
    expect(warnings().filter((text) => text.includes('wrapper'))).toHaveLength(2);
  });
});

describe('order', () => {
  const names = () =>
    [...panel.root.querySelectorAll('.body :is(input, textarea)[name], .body .when')].map((one) => one.getAttribute('name') ?? 'when');

  it('[FO1] built-in fields stand where the definition puts them, the question of time too', async () => {
    await openForm([{ name: 'subject' }, { name: 'desiredtime' }, { name: 'lastname' }, { name: 'phonenumber' }]);
    expect(names()).toEqual(['subject', 'when', 'lastname', 'phonenumber']);
  });

  it('[FO1] what is left out is not there, but the phone and the question of time are', async () => {
    await openForm([{ name: 'lastname' }]);
    expect(names()).toEqual(['phonenumber', 'lastname', 'when']);
  });

  it('[WI1] a name that occurs twice counts once, and is named', async () => {
    await openForm([{ name: 'a' }, { name: 'a', type: 'textarea' }]);
    expect(names()).toEqual(['phonenumber', 'a', 'when']);
    expect(warnings().join()).toContain('"a" is there already');
  });
});

describe('attributes and handlers', () => {
  it('[FO1] plain attributes reach the control, handlers hear its events, and false stops them', async () => {
    const seen: string[] = [];
    await openForm([
      { name: 'a', label: 'A', pattern: '\\d+', 'data-x': '1', inputmode: 'numeric', class: 'mine', spellcheck: false, autofocus: true },
      { name: 'b', label: 'B', onfocus: () => seen.push('focus'), onkeypress: (event: KeyboardEvent) => event.key !== 'z' },
    ]);
    const field = panel.find<HTMLInputElement>('[name=a]');
    expect([field.pattern, field.dataset['x'], field.getAttribute('inputmode'), field.className]).toEqual(['\\d+', '1', 'numeric', 'mine']);
    expect(panel.focused()).toBe(field);
    await panel.user.type(panel.view.getByLabelText(/^B/), 'azb');
    expect(seen).toEqual(['focus']);
    expect(panel.find<HTMLInputElement>('[name=b]').value).toBe('ab');
  });

  it('[WI6] a handler as text is never run, but named', async () => {
    await openForm([{ name: 'a', onclick: 'boom()' }]);
    expect(panel.find('[name=a]').hasAttribute('onclick')).toBe(false);
    expect(warnings().join()).toContain('onclick is not a function');
  });

  it('[FO1] the empty span of a row is there for scripts to write into', async () => {
    await openForm([{ name: 'a', span: 'cx-error' }]);
    expect(panel.find('span.cx-error')).toBeTruthy();
  });
});

describe('signed identity', () => {
  const token = (claims: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    return `x.${btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')}.y`;
  };

  it('[WI12] name and number are shown as fixed, and no prefill changes them', async () => {
    panel = setUpPanel({ config: { identity: token({ phone_number: '+351912345678', given_name: 'Žofie' }) } });
    await panel.open({ form: { phonenumber: '+12125550134', firstname: 'Eve', lastname: 'Smith' } });
    const phone = panel.view.getByLabelText<HTMLInputElement>(/^Phone/);
    expect(phone.readOnly).toBe(true);
    await waitFor(() => expect(phone.value).toBe('+351 912 345 678'));
    expect(panel.view.getByLabelText<HTMLInputElement>(/^First Name/)).toMatchObject({ readOnly: true, value: 'Žofie' });
    expect(panel.view.getByLabelText<HTMLInputElement>(/^Last Name/)).toMatchObject({ readOnly: false, value: 'Smith' });
    expect(panel.view.queryByRole('button', { name: /^Country/ })).toBeNull();
    const why = panel.view.getByText('Details with a lock come from your account and can’t be changed here.');
    expect([phone, panel.view.getByLabelText(/^First Name/)].map((field) => field.getAttribute('aria-describedby'))).toEqual([
      why.id,
      why.id,
    ]);
    expect(panel.view.getByLabelText(/^Last Name/).getAttribute('aria-describedby')).toBeNull();
    await confirm();
    expect(await sent()).toMatchObject({ phonenumber: '+351912345678', firstname: 'Žofie', lastname: 'Smith' });
  });

  it('[WI12] a whole name is shown where no parts are signed, and the reason in the language of the panel', async () => {
    panel = setUpPanel({ lang: 'de', config: { identity: token({ name: 'Ann Lee' }) } });
    await panel.open();
    expect(panel.find<HTMLInputElement>('[name=firstname]')).toMatchObject({ readOnly: true, value: 'Ann Lee' });
    expect(panel.find('.why').textContent).toBe(IDENTITY_TEXTS['de']?.Why);
  });

  it('[WI8] the reason, and what is said of a refusal, are there in every language', () => {
    panel = setUpPanel();
    expect(Object.keys(IDENTITY_TEXTS)).toEqual(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ja', 'zh', 'ar', 'he']);
    const said = Object.values(IDENTITY_TEXTS).flatMap(({ Why, Refused }) => [Why, Refused]);
    expect(new Set(said).size).toBe(24);
    expect(said.filter((text) => text !== text.trim() || /['"|]| {2}/.test(text))).toEqual([]);
  });

  it.each([
    { lang: 'de', i18n: undefined, text: IDENTITY_TEXTS['de']?.Refused },
    { lang: 'pt-BR', i18n: undefined, text: IDENTITY_TEXTS['pt']?.Refused },
    { lang: 'eo', i18n: undefined, text: IDENTITY_TEXTS['en']?.Refused },
    { lang: 'de', i18n: { ringback: { IdentityRefused: 'Bitte erst anmelden.' } }, text: 'Bitte erst anmelden.' },
    { lang: 'de', i18n: { callback: { Errors: { 7046: 'Wie beim Hersteller.' } } }, text: 'Wie beim Hersteller.' },
  ])(
    '[WI12][WI8] a visitor who is refused reads in $lang what to do, never what the developer is told: $text',
    async ({ lang, i18n: overrides, text }) => {
      const refusal = { httpStatus: 400, code: 7046, message: 'identity has expired. Sign a new one.', corrId: 'abcdef12-3' };
      panel = setUpPanel({ lang, ...(overrides && { overrides }), answers: { schedule: () => Promise.reject(refusal) } });
      await panel.open(PHONE);
      await panel.user.click(panel.find('.confirm, [type=submit]'));
      const alert = await panel.view.findByRole('alert');
      await waitFor(() => expect(alert.textContent).toContain(text));
      expect(alert.textContent).not.toContain('identity');
      expect(alert.textContent).toContain('abcdef12');
    },
  );

  it.each(['', 'no token', 'a.%%%.c', `a.${btoa('[]')}.c`, `a.${btoa('null')}.c`])(
    '[WI12] %j is no reason to lose the form',
    async (identity) => {
      panel = setUpPanel({ config: { identity } });
      await panel.open();
      expect(panel.view.getByLabelText<HTMLInputElement>(/^Phone/).readOnly).toBe(false);
    },
  );
});
