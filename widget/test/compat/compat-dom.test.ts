import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { never } from '../callback/fake-service.js';
import { setUpCompat, type CompatSetup } from './open-compat.js';
import { eventually } from '../eventually.js';

type Compat = Awaited<ReturnType<typeof setUpCompat>>;
let compat: Compat;
const setUp = async (setup?: CompatSetup): Promise<Compat> => (compat = await setUpCompat(setup));
const opened = async (setup?: CompatSetup): Promise<Compat> => {
  await setUp(setup);
  await compat.open();
  await compat.environment.settle();
  return compat;
};
let jQuery: JQueryStatic;
beforeAll(async () => {
  jQuery = (await import('jquery')).default;
});
afterEach(() => compat.dispose());

const PHONE = '#cx_form_callback_phone_number';
const CONFIRM = '.cx-callback-confirm';
const sent = () => compat.service.scheduled;
/** What sites do to kill listeners. */
const cloneInPlace = (element: HTMLElement): HTMLElement => {
  const clone = element.cloneNode(true) as HTMLElement;
  element.replaceWith(clone);
  return clone;
};

describe("the vendor's ids and classes", () => {
  it.each([
    '.cx-widget.cx-callback',
    '.cx-callback .cx-titlebar .cx-icon',
    '.cx-callback .cx-content.wrapper .cx-body',
    '.cx-wrapper.cx-form',
    'button.cx-btn.cx-btn-primary.cx-callback-confirm',
    '.cx-footer .cx-button-container .cx-button-group.cx-buttons-binary',
    '#cx_form_callback_firstname[name=firstname]',
    '#cx_form_callback_lastname[name=lastname]',
    '#cx_form_callback_phone_number[name=phonenumber].cx-callback-phone-number',
    '#cx_form_callback_subject[name=subject]',
    'label[for="cx_form_callback_subject"]',
    'select[name=desiredtime]',
    '#cx_form_callback_time',
    '.i18n[data-message=CallbackTitle]',
    '.i18n[data-message=ConfirmButtonText]',
    '.i18n[data-message=CallbackPhoneNumber]',
    '[data-icon="call-incoming"]',
    '.cx-callback.cx-theme-auto.cx-desktop',
  ])('[WI6] the form has %s', async (selector) => {
    const { find } = await opened();
    expect(find(selector)).toBeTruthy();
  });
  it.each([
    '.cx-confirmation[role=dialog][aria-labelledby="cx-callback-result cx-callback-result-desc cx-callback-result-number"]',
    '.cx-confirmation .cx-confirmation-wrapper .cx-confirm-description#cx-callback-result',
    '.cx-number-description#cx-callback-result-desc',
    '#cx-callback-result-number',
    '.cx-footer.cx-callback-scheduled .cx-button-group.cx-buttons-default.cx-callback-done button',
  ])('[WI6] the success page has %s', async (selector) => {
    const { find, press } = await opened();
    find(PHONE).value = '2125550123';
    await press(CONFIRM);
    expect(find(selector)).toBeTruthy();
  });
  it('[WI6] is in the body, where delegated listeners of a page hear it, and leaves nothing', async () => {
    const { find, bus, all } = await setUp();
    const sheets = document.adoptedStyleSheets.length;
    await compat.open();
    expect(find('.cx-callback').parentElement).toBe(document.body);
    await bus.command('Callback.close');
    expect(all('.cx-callback')).toEqual([]);
    compat.dispose();
    expect(document.adoptedStyleSheets).toHaveLength(sheets - 1);
  });
  it.each([
    ['dark', {}, 'cx-theme-dark'],
    ['helsinki', { helsinki: 'cx-theme-helsinki' }, 'cx-theme-helsinki'],
  ])('[WI9] theme %s is its class', async (theme, themes, name) => {
    const { find } = await opened({ main: { theme, themes } });
    expect(find('.cx-callback').classList).toContain(name);
  });
  it('[WI6] the flag picker has its names', async () => {
    const { find } = await opened({ config: { countryCodes: true } });
    expect(find('.intl-tel-input.allow-dropdown .flag-container .selected-flag').textContent).toContain('+1');
  });
  it('[WI6] countryCodes: false leaves the flags out, reliably', async () => {
    const { find, all, press } = await opened({ config: { countryCodes: false } });
    expect(all('.intl-tel-input, .flag-container')).toEqual([]);
    find(PHONE).value = '+44 20 7946 0018';
    await press(CONFIRM);
    expect(sent()[0]?.phonenumber).toBe('+442079460018');
  });
});

describe('values are those that stand in the page', () => {
  it('[WI6] of inputs set by a script, without any event', async () => {
    const { find, press } = await opened();
    find('#cx_form_callback_firstname').value = 'Ada';
    find('#cx_form_callback_subject').value = 'Bill';
    find(PHONE).value = '(212) 555-0123';
    await press(CONFIRM);
    expect(sent()).toMatchObject([{ firstname: 'Ada', subject: 'Bill', phonenumber: '+12125550123' }]);
  });
  it('[WI6] of clones that took the place of the inputs', async () => {
    const { find, all, press } = await opened();
    for (const input of all('.cx-callback input, .cx-callback textarea')) cloneInPlace(input);
    find(PHONE).value = '212 555 0123';
    find('#cx_form_callback_lastname').value = 'Lovelace';
    await press(CONFIRM);
    expect(sent()).toMatchObject([{ lastname: 'Lovelace', phonenumber: '+12125550123' }]);
  });
  it('[WI6] of what the page changes while it is pressed, in whatever order the listeners stand', async () => {
    const { find, press } = await opened({ config: { countryCodes: false } });
    const phone = find(PHONE);
    phone.value = '+1 212 *** **23';
    find(CONFIRM).addEventListener('click', () => (phone.value = '+12125550123'));
    await press(CONFIRM);
    expect(sent()).toMatchObject([{ phonenumber: '+12125550123' }]);
  });
  it('[WI6] of inputs that the site has put there: they go into userData by their names', async () => {
    const { find, press } = await opened({ config: { userData: { always: '1' } } });
    const own = document.createElement('input');
    Object.assign(own, { type: 'hidden', name: 'tenantId', value: '42' });
    find('form.cx-form').append(own);
    find(PHONE).value = '2125550123';
    await press(CONFIRM);
    expect(sent()[0]?.userData).toEqual({ always: '1', tenantId: '42' });
  });
  it('[WI6] of a list set by a script: a time is missing, so the calendar opens', async () => {
    const { find, press, all } = await opened();
    find(PHONE).value = '2125550123';
    find('select[name=desiredtime]').value = 'desiredtime';
    await press(CONFIRM);
    await eventually(() => expect(all('ringback-calendar')).toHaveLength(1));
    expect(sent()).toEqual([]);
  });
  it('[FO1] a number typed with another calling code changes the flag', async () => {
    const { find, type } = await opened({ config: { countryCodes: true } });
    type(PHONE, '+49 30 901820');
    expect(find('.selected-flag').textContent).toContain('+49');
    expect(find<HTMLSelectElement>('.country-list').value).toBe('DE');
  });
});

describe('the button that sends', () => {
  const ready = async (setup?: CompatSetup): Promise<Compat> => {
    await opened(setup);
    compat.find(PHONE).value = '2125550123';
    return compat;
  };
  it('[WI6] cloned, it is the own button of the site', async () => {
    const { find, press } = await ready();
    const original = find(CONFIRM);
    const clone = cloneInPlace(original);
    await press(clone);
    expect(sent()).toEqual([]);
    await press(original);
    expect(sent()).toHaveLength(1);
  });
  it('[WI6] gone, Enter sends nothing', async () => {
    const { find, environment } = await ready();
    find(CONFIRM).remove();
    find('form.cx-form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await environment.advance(0);
    expect(sent()).toEqual([]);
  });
  it('[WI6] a listener of the page stops it by preventing the default', async () => {
    const { find, press } = await ready();
    find(CONFIRM).addEventListener('click', (event) => event.preventDefault());
    await press(CONFIRM);
    expect(sent()).toEqual([]);
  });
  it("[WI6] with the page's jQuery its listener can be taken off, and put behind others", async () => {
    const { find, press, environment } = await ready({ global: { jQuery } });
    const listeners = (jQuery as unknown as { _data(element: Element, name: string): { click: { handler: unknown }[] } })._data(
      find(CONFIRM),
      'events',
    ).click;
    const order: string[] = [];
    jQuery(CONFIRM).on('click', () => void order.push('page'));
    listeners.unshift(listeners.pop()!);
    await press(CONFIRM);
    expect(order).toEqual(['page']);
    expect(sent()).toHaveLength(1);
    jQuery(CONFIRM).off('click');
    await environment.settle();
  });
  it('[WI14] is locked while a request is on its way', async () => {
    const { find, press } = await ready({ answers: { schedule: never } });
    await press(CONFIRM);
    expect(find<HTMLButtonElement>(CONFIRM).disabled).toBe(true);
    find('form.cx-form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await compat.environment.advance(0);
    expect(sent()).toHaveLength(1);
  });
});

describe('custom forms', () => {
  const INPUTS = [
    {
      id: 'cx_form_callback_firstname',
      name: 'firstname',
      maxlength: '100',
      placeholder: '@i18n:callback.CallbackPlaceholderRequired',
      label: '@i18n:callback.CallbackFirstName',
    },
    { id: 'own_phone', name: 'phonenumber', maxlength: '14', label: 'Mobile' },
    { type: 'hidden', name: 'tennantId', value: '7' },
  ];
  it('[FO1] rows stand in a table; the question of time and the notes come after them', async () => {
    const { all, find } = await opened({ config: { form: { wrapper: '<table></table>', inputs: INPUTS } } });
    expect(find('form.cx-form > table')).toBeTruthy();
    expect(all('form.cx-form [name]').map((control) => control.getAttribute('name'))).toEqual([
      'firstname',
      'phonenumber',
      'tennantId',
      'desiredtime',
      'subject',
    ]);
    expect(find('label[for=own_phone]').textContent).toBe('Mobile');
    expect(find('#cx_form_callback_firstname').placeholder).toBe('Required');
  });
  it('[FO1] a tree of a site holds them, each in its own template', async () => {
    const form = {
      wrapper: "<div class='own'><h3>Contact us</h3></div>",
      inputs: [{ ...INPUTS[1], wrapper: "<div class='row'><b>{label}</b><div class='col'>{input}</div></div>", span: 'cx-error' }],
    };
    const { find } = await opened({ config: { form } });
    expect(find('.own > h3')).toBeTruthy();
    expect(find('.own > .row > b > label').textContent).toBe('Mobile');
    expect(find('.own > .row > .col #own_phone')).toBeTruthy();
    expect(find('.own > .row > .col > span.cx-error')).toBeTruthy();
  });
  it('[FO1] `notes: false` leaves the notes out', async () => {
    const { all } = await opened({ config: { form: { notes: false, inputs: INPUTS } } });
    expect(all('#cx_form_callback_subject')).toEqual([]);
  });
  it('[FO1] hidden values go along, and checks see what stands in the page', async () => {
    const validate = vi.fn((_event: unknown, form: JQuery, input: JQuery, label: JQuery, $: unknown) => {
      expect([form.length, label.text(), $]).toEqual([1, 'Mobile', jQuery]);
      return input.val() === '2125550123';
    });
    const form = { inputs: [INPUTS[2], { ...INPUTS[1], validate }] };
    const { find, press } = await opened({ config: { form }, global: { jQuery } });
    cloneInPlace(find('#own_phone'));
    find('#own_phone').value = '2125550199';
    await press(CONFIRM);
    expect(sent()).toEqual([]);
    expect(find('#own_phone').classList).toContain('cx-error');
    expect(find('#own_phone_error').textContent).not.toBe('');
    find('#own_phone').value = '2125550123';
    await press(CONFIRM);
    expect(sent()[0]?.userData).toEqual({ tennantId: '7' });
  });
  it('[FO1] prefill reaches every input by its name', async () => {
    const { open, find } = await setUp({ config: { form: { inputs: [{ name: 'account', label: 'Account' }] } } });
    await open({ form: { account: '12', phonenumber: '+49 30 901820' } });
    expect(find('[name=account]').value).toBe('12');
    expect(find(PHONE).value).toBe('+4930901820');
  });
});

describe('what lies over the form', () => {
  const refuse = (error: unknown): CompatSetup => ({
    answers: {
      schedule: async () => {
        throw error;
      },
    },
  });
  const tried = async (error: unknown): Promise<Compat> => {
    await opened(refuse(error));
    compat.find(PHONE).value = '2125550123';
    await compat.press(CONFIRM);
    return compat;
  };
  it('[WI5] an error stands in #cx_callback_information, and Okay leads back', async () => {
    const { find, press, all } = await tried({ httpStatus: 400, code: 7030, message: 'x' });
    expect(find('[role=alertdialog] #cx_callback_information').textContent).toBe('Please enter a valid phone number.');
    expect(find(`${PHONE}`).classList).toContain('cx-error');
    await press('.cx-callback-ok');
    expect(all('#cx_callback_information')).toEqual([]);
  });
  it('[WI5] a server that says more than we know is quoted', async () => {
    const { find } = await tried({ httpStatus: 400, code: 4711, message: 'The branch is closed for good' });
    expect(find('#cx_callback_information').textContent).toBe('The branch is closed for good');
  });
  it('[WI5] a full time comes with others as buttons; one press books', async () => {
    const slots = [{ utcTime: '2026-11-23T16:00:00.000Z', capacity: 1 }];
    let isFull = true;
    const { find, press } = await opened({
      answers: {
        schedule: () => {
          if (!isFull) return { status: { code: 0, message: '', corrId: '' }, data: { id: 'a', visitorToken: 'b' } };
          isFull = false;
          return Promise.reject({ httpStatus: 429, code: 7041, message: 'full', slots });
        },
      },
    });
    find(PHONE).value = '2125550123';
    await press(CONFIRM);
    await press('.cx-callback-ways button');
    expect(sent().at(-1)?.desiredTime).toBe('2026-11-23T16:00:00.000Z');
    expect(find('.cx-confirmation')).toBeTruthy();
  });
  it('[WI3] a touched form asks before it goes; inputs that a site has replaced ask nothing', async () => {
    const { type, press, find, all } = await opened();
    type('#cx_form_callback_firstname', 'Ada');
    await press('.cx-button-close');
    expect(find('#cx_callback_information').textContent).toMatch(/cancel/);
    await press('.cx-callback-no');
    expect(all('.cx-callback')).toHaveLength(1);
    await press('.cx-callback-cancel');
    await press('.cx-callback-yes');
    expect(all('.cx-callback')).toEqual([]);
    await compat.open();
    for (const input of all('.cx-callback input')) cloneInPlace(input);
    type('#cx_form_callback_firstname', 'Ada');
    await press('.cx-button-close');
    expect(all('.cx-callback')).toEqual([]);
    expect(compat.heard).toEqual(['opened', 'started', 'cancelled', 'closed', 'opened', 'started', 'cancelled', 'closed']);
  });
  it('[WI2] showOverlay and hideOverlay', async () => {
    const { bus, find, all, press } = await opened();
    await bus.command('Callback.showOverlay', { html: '<div class="own">Wait</div>' });
    expect(find('#cx_callback_information .own').textContent).toBe('Wait');
    await bus.command('Callback.hideOverlay');
    expect(all('.own')).toEqual([]);
    await bus.command('Callback.showOverlay', { html: '<div class="own">Wait</div>', hideFooter: true });
    expect(all('.cx-callback-ok')).toEqual([]);
    await bus.command('Callback.hideOverlay');
    await bus.command('Callback.showOverlay', { html: '<div class="own">Wait</div>' });
    await press('.cx-callback-ok');
    expect(all('.own')).toEqual([]);
    // The vendor asks sites to name the root of theirs so: there is one of that name, and it is announced.
    await bus.command('Callback.showOverlay', { html: '<div id="cx_callback_information" class="own">Wait</div>' });
    expect(all('#cx_callback_information').map(({ className }) => className)).toEqual(['own']);
    expect(find('.cx-overlay-layer').getAttribute('aria-describedby')).toBe('cx_callback_information');
    await bus.command('Callback.hideOverlay');
  });
});

describe('the window', () => {
  it('[WI2] minimizes, keeps what was typed, and tells', async () => {
    const { find, press, heard } = await opened();
    find(PHONE).value = '212';
    await press('.cx-button-minimize');
    expect(find('.cx-callback').classList).toContain('cx-minimized');
    await press('.cx-button-minimize');
    expect(find('.cx-callback').classList).not.toContain('cx-minimized');
    expect(find(PHONE).value).toBe('212');
    expect(heard).toEqual(['opened', 'minimized', 'unminimized']);
  });
  it('[WI7] Escape closes; the focus goes in and comes back', async () => {
    const { find, all } = await setUp();
    const opener = document.body.appendChild(document.createElement('button'));
    opener.focus();
    await compat.open();
    expect(find('.cx-callback').contains(document.activeElement)).toBe(true);
    find('.cx-callback').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    expect(all('.cx-callback')).toEqual([]);
    expect(document.activeElement).toBe(opener);
  });
  it('[WI6] a body that the site has emptied or removed stops nothing', async () => {
    const { find, press } = await opened({ global: { jQuery } });
    find(PHONE).value = '2125550123';
    find(CONFIRM).addEventListener('click', () => setTimeout(() => undefined));
    await press(CONFIRM);
    find('.cx-body').remove();
    compat.service.say({ ...(await compat.bus.command('CallbackService.status')), version: 99, state: 'PROCESSING' });
    await press('.cx-callback-done button');
    expect(compat.heard.at(-1)).toBe('closed');
  });
});
