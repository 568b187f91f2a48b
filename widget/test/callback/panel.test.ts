import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { CLOSED, NOTHING, NOW, OPEN, REQUEST } from '../gallery/states.js';
import { accepted, never } from './fake-service.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

async function opened(setup: PanelSetup = {}, options?: Parameters<PanelUnderTest['open']>[0]) {
  panel = setUpPanel(setup);
  await panel.open(options);
  return panel;
}
const FILLED = { form: { phonenumber: '+12125550134' } };
const button = (name: string | RegExp) => panel.view.getByRole('button', { name });
const press = async (name: string | RegExp) => panel.user.click(await panel.view.findByRole('button', { name }));
const booked = async (setup: PanelSetup = {}) => {
  await opened(setup, FILLED);
  await press('Confirm');
  await panel.view.findByRole('heading', { name: "You're booked in!" });
};

describe('opening', () => {
  it('[pain 3] [WI11] draws the form without waiting for the server, then fills in wait and first free time', async () => {
    let answer: (offers: typeof OPEN) => void = () => undefined;
    await opened({ answers: { offers: () => new Promise((resolve) => void (answer = resolve)) } });
    expect(panel.view.getByRole('dialog', { name: 'Receive a Call' })).toBeTruthy();
    expect(panel.view.getByLabelText(/^Phone/)).toBeTruthy();
    expect(panel.view.queryByText('about 5 min wait')).toBeNull();
    answer(OPEN);
    expect(await panel.view.findByText('about 5 min wait')).toBeTruthy();
    expect(panel.view.getByText('first free: today 10:30 AM')).toBeTruthy();
    expect(panel.view.getByText('Agents are available now')).toBeTruthy();
  });

  it('[WI11] asks once', async () => {
    let asked = 0;
    await opened({ answers: { offers: () => (asked++, OPEN) } });
    await panel.view.findByText('about 5 min wait');
    expect(asked).toBe(1);
  });

  it('[WI3] works when nobody answers what can be offered', async () => {
    await opened({ answers: { offers: () => Promise.reject(new Error('down')) } }, FILLED);
    await press('Confirm');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
  });

  it('[WI2] the form is on the page when `opened` is heard', async () => {
    panel = setUpPanel();
    let seen: Element | null | undefined;
    panel.bus.subscribe('Callback.opened', () => void (seen = panel.root.querySelector('#cx_form_callback_phone_number')));
    await panel.open();
    expect(seen).toBeTruthy();
  });

  it('[WI7] takes the focus, and gives it back', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    opener.focus();
    await opened();
    expect(panel.focused()?.id).toBe('cx_form_callback_phone_number');
    await panel.bus.command('Callback.close');
    expect(document.activeElement).toBe(opener);
    opener.remove();
  });

  it('[WI7] on a touch screen the focus goes to the panel, so that no keyboard covers it', async () => {
    panel = setUpPanel();
    panel.environment.matching.add('(pointer: coarse)');
    await panel.open();
    expect(panel.focused()?.className).toBe('screen');
  });

  it('[WI6] uses no inline style and no style element', async () => {
    await opened({}, FILLED);
    await panel.view.findByText('about 5 min wait');
    expect(panel.root.querySelector('[style], style')).toBeNull();
  });

  it.each(['right', 'left'] as const)('[WI1] takes the corner of its button: %s', async (position) => {
    await opened({ position });
    expect(panel.find('.rb').classList.contains(position)).toBe(true);
  });

  it('[WI7] keeps keys and focus moves from the page', async () => {
    const heard: string[] = [];
    const listen = (event: Event) => void heard.push(event.type);
    for (const type of ['keydown', 'focusin']) document.body.addEventListener(type, listen);
    await opened();
    await panel.user.type(panel.find('#cx_form_callback_firstname'), 's');
    for (const type of ['keydown', 'focusin']) document.body.removeEventListener(type, listen);
    expect(heard).toEqual([]);
  });
});

describe('commands', () => {
  it("[WI2] reject with the vendor's words", async () => {
    panel = setUpPanel();
    await expect(panel.bus.command('Callback.close')).rejects.toBe('already closed');
    await expect(panel.bus.command('Callback.minimize')).rejects.toContain('not currently open');
    await expect(panel.bus.command('Callback.showOverlay', { html: 'x' })).rejects.toContain('not currently open');
    await expect(panel.bus.command('Callback.hideOverlay')).rejects.toContain('not currently open');
    await panel.open();
    await expect(panel.open()).rejects.toBe('already opened');
    await panel.bus.command('Callback.close');
    await panel.open();
  });

  it('[BU2] two opens at once: one opens', async () => {
    panel = setUpPanel();
    const results = await Promise.allSettled([panel.open(), panel.open()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(panel.names()).toEqual(['opened']);
  });

  it('[WI2] minimize toggles or forces, and keeps what was typed', async () => {
    await opened();
    await panel.user.type(panel.find('#cx_form_callback_firstname'), 'Ada');
    await panel.bus.command('Callback.minimize');
    await press(/Callback Maximize/);
    await panel.bus.command('Callback.minimize', { minimized: false });
    expect(panel.find<HTMLInputElement>('#cx_form_callback_firstname').value).toBe('Ada');
    expect(panel.names()).toEqual(['opened', 'started', 'minimized', 'unminimized']);
  });

  it("[WI2] an overlay shows the caller's node, once at a time", async () => {
    await opened();
    const node = document.createElement('p');
    node.textContent = 'We move on Monday';
    await panel.bus.command('Callback.showOverlay', { html: { 0: node, length: 1 } });
    expect(await panel.view.findByRole('alertdialog')).toHaveProperty('textContent', expect.stringContaining('We move on Monday'));
    await expect(panel.bus.command('Callback.showOverlay', { html: 'y' })).rejects.toContain('already open');
    await panel.bus.command('Callback.hideOverlay');
    await expect(panel.bus.command('Callback.hideOverlay')).rejects.toContain('No overlay');
    expect(panel.view.queryByRole('alertdialog')).toBeNull();
  });

  it('[WI2] userData of config, prefill and opening come together, the nearest wins; configure works while open', async () => {
    await opened(
      { config: { userData: { a: 1, b: 1, c: 1 } } },
      { form: { phonenumber: '+12125550134', userData: { b: 2, c: 2 } }, userData: { c: 3 } },
    );
    await panel.bus.command('Callback.configure', { userData: { a: 9 } });
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]?.userData).toEqual({ a: 9, b: 2, c: 3 });
  });

  it('[WI2] autoSubmit sends at once, and leaves a form with errors open', async () => {
    await opened({}, { form: { phonenumber: '+12125550134', firstname: 'Ada', autoSubmit: true } });
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    expect(panel.names().slice(0, 4)).toEqual(['opened', 'started', 'submitted', 'completed']);
    expect(panel.heard[2]?.data).toMatchObject({ autoSubmitted: true, prefilled: true });
    panel.dispose();
    await opened({}, { form: { autoSubmit: true } });
    expect(await panel.view.findByText('A phone number is required.')).toBeTruthy();
    expect(panel.service.scheduled).toEqual([]);
  });

  it('[FO1] formJSON is the form of this opening only', async () => {
    await opened(
      {},
      {
        formJSON: {
          inputs: [
            { name: 'topic', type: 'select', label: 'Topic', options: [{ text: 'A' }, { text: 'B' }] },
            { name: 'ok', type: 'checkbox', label: 'I agree' },
          ],
        },
      },
    );
    expect(panel.view.queryByLabelText(/First Name/)).toBeNull();
    await panel.user.selectOptions(await panel.view.findByLabelText(/Topic/), 'B');
    await panel.user.click(panel.view.getByLabelText('I agree'));
    await panel.user.type(panel.view.getByLabelText(/^Phone/), '2125550134');
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]?.userData).toEqual({ topic: 'B', ok: 'true' });
  });
});

describe('booking', () => {
  it('[WI3] as soon as possible: number, then booked, place and wait live', async () => {
    await opened();
    await panel.user.type(panel.view.getByLabelText(/^Phone/), '2125550134');
    await panel.user.type(panel.view.getByLabelText(/First Name/), 'Ada');
    await press('Confirm');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    expect(panel.service.scheduled[0]).toMatchObject({ phonenumber: '+12125550134', firstname: 'Ada' });
    expect(panel.service.scheduled[0]).not.toHaveProperty('desiredTime');
    panel.service.say(REQUEST);
    await waitFor(() => expect(panel.find('.line').textContent).toContain('3rd in line'));
    expect(panel.find('.line').textContent).toContain('about 5 min, updates live');
    expect(panel.find('#cx-callback-result-number').textContent).toContain('+1 212');
    panel.service.say({ ...REQUEST, position: 1, version: 3 });
    await waitFor(() => expect(panel.find('.line').textContent).toContain("You're next"));
    expect(panel.find('.said[role=status]').textContent).toBe("You're next");
    panel.service.connection('lost');
    await waitFor(() => expect(panel.find('.line').textContent).toContain('Reconnecting'));
    expect(panel.names()).toEqual(['opened', 'started', 'submitted', 'completed', 'statusChanged', 'statusChanged']);
    expect(panel.service.watching()).toBe(1);
    await panel.bus.command('Callback.close');
    expect(panel.service.watching()).toBe(0);
    expect(panel.names().at(-1)).toBe('closed');
  });

  it('[WI3] at a time: picked, confirmed by a button that says so', async () => {
    await opened({}, FILLED);
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    expect(panel.service.scheduled[0]?.desiredTime).toBe('2026-11-23T19:30:00.000Z');
    expect(panel.find('.line time').getAttribute('datetime')).toBe('2026-11-23T19:30:00.000Z');
    expect(panel.names()).toEqual(['opened', 'timeSelected', 'started', 'submitted', 'completed']);
  });

  it('[WI3] a time without a number: back to the form, where the time stands', async () => {
    await opened();
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    expect(await panel.view.findByText('A phone number is required.')).toBeTruthy();
    expect(panel.focused()?.id).toBe('cx_form_callback_phone_number');
    expect(panel.view.getByRole('radio', { name: /today 2:30 PM/ }).getAttribute('aria-checked')).toBe('true');
    expect(button('Confirm Mon, 2:30 PM')).toBeTruthy();
    await panel.user.type(panel.focused() as HTMLElement, '2125550134');
    await press('Confirm Mon, 2:30 PM');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.heard.at(-1)?.data.durations).toHaveProperty('review');
  });

  it('[WI3] an extension is kept beside the number, for the agent', async () => {
    await opened({}, { form: { phonenumber: '+1 (212) 555-0134 ext. 42' } });
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]).toMatchObject({ phonenumber: '+12125550134', userData: { phoneExtension: '42' } });
  });

  it('[pain 17] [WI14] is locked until the view changes; one key for one opening', async () => {
    await opened({ answers: { schedule: () => never() } }, FILLED);
    await press('Confirm');
    const locked = await panel.view.findByRole('button', { name: 'Sending…' });
    expect(locked.getAttribute('aria-disabled')).toBe('true');
    await panel.user.click(locked);
    await panel.user.type(panel.find('#cx_form_callback_firstname'), '{Enter}');
    expect(panel.service.scheduled).toHaveLength(1);
    panel.service.retry(2);
    expect(await panel.view.findByText('The connection is slow.')).toBeTruthy();
    expect(button('Trying again…')).toBeTruthy();
  });

  it('[WI14] keeps its key when an answer is lost, and takes a new one after a refusal', async () => {
    const refusals = [
      { httpStatus: 0, code: 0, message: '' },
      { httpStatus: 400, code: 7030 },
    ];
    await opened(
      {
        answers: {
          schedule: () => {
            const next = refusals.shift();
            return next ? Promise.reject(next) : accepted();
          },
        },
      },
      FILLED,
    );
    await press('Confirm');
    await press('Try again');
    await panel.view.findByText('Please enter a valid phone number.');
    await press('Confirm');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    const [first, second, third] = panel.service.scheduled.map(({ idempotencyKey }) => idempotencyKey);
    expect(first).toBe(second);
    expect(third).not.toBe(second);
  });

  it('[WI2] a request that still runs in this tab is shown instead of the form', async () => {
    await opened({ answers: { running: { id: REQUEST.id, token: 't' }, status: () => REQUEST } });
    await waitFor(() => expect(panel.find('.line').textContent).toContain('3rd in line'));
    await panel.bus.command('Callback.close');
    expect(panel.names()).toEqual(['opened', 'statusChanged', 'closed']);
  });

  it('[WI2] a request that is gone gives way to the form', async () => {
    await opened({ answers: { running: { id: REQUEST.id, token: 't' }, status: () => Promise.reject({ httpStatus: 404, code: 501 }) } });
    expect(await panel.view.findByLabelText(/^Phone/)).toBeTruthy();
  });
});

describe('refusals', () => {
  const refuse = (reason: object) => ({ answers: { schedule: () => Promise.reject(reason) } });
  const fullTime = {
    httpStatus: 429,
    code: 7041,
    slots: [
      { utcTime: '2026-11-23T19:45:00.000Z', capacity: 1 },
      { utcTime: '2026-11-24T14:30:00.000Z', capacity: 2 },
    ],
  };

  it.each([
    [7030, 'Please enter a valid phone number.'],
    [7036, "We can't call this number. Please try another one."],
    [7037, 'Calls to this number are not allowed. Please try another one.'],
  ])('[WI5] %i marks the phone field', async (code, text) => {
    await opened(refuse({ httpStatus: 400, code }), FILLED);
    await press('Confirm');
    await panel.view.findByText(text);
    const field = panel.view.getByLabelText(/^Phone/);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(panel.root.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(text);
    expect(panel.focused()).toBe(field);
    expect(panel.heard.at(-1)).toMatchObject({ name: 'rejected', data: { errors: [code] } });
    await panel.user.type(field, '1');
    expect(panel.view.queryByText(text)).toBeNull();
  });

  it('[WI5] a full time offers others as buttons; one press books it', async () => {
    let first = true;
    const schedule = () => (first ? ((first = false), Promise.reject(fullTime)) : accepted());
    await opened({ answers: { schedule } }, { form: { ...FILLED.form, desiredTime: '2026-11-23T19:30:00.000Z' } });
    await press('Confirm Mon, 2:30 PM');
    await panel.view.findByText('That time has just been taken.');
    expect(button('2:45 PM')).toBeTruthy();
    await press('Tue 9:30 AM');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    expect(panel.service.scheduled.at(-1)?.desiredTime).toBe('2026-11-24T14:30:00.000Z');
  });

  it('[SL7] a full time is let go on the form: the next press picks another', async () => {
    await opened(refuse(fullTime), { form: { ...FILLED.form, desiredTime: '2026-11-23T19:30:00.000Z' } });
    await press('Confirm Mon, 2:30 PM');
    await panel.view.findByText('That time has just been taken.');
    await press('Pick date & time');
    await panel.view.findByRole('listbox', { name: /Times/ });
    expect(panel.service.scheduled).toHaveLength(1);
  });

  it('[SL7] a full time is struck through in the picker and let go; the others stand above', async () => {
    await opened(refuse(fullTime), FILLED);
    await panel.user.click(panel.view.getByRole('radio', { name: /^Pick date & time/ }));
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    await panel.view.findByText('That time has just been taken.');
    const taken = panel.view.getByRole('option', { name: /^2:30 PM/ });
    expect([taken.getAttribute('aria-disabled'), taken.getAttribute('aria-selected')]).toEqual(['true', 'false']);
    expect(button('Tue 9:30 AM')).toBeTruthy();
    await press('Choose a time');
    expect(panel.service.scheduled).toHaveLength(1);
  });

  it('[SL7] the first free time after closing hours is asked for anew once it is full', async () => {
    let offers = CLOSED;
    const answers = { offers: () => offers, ...refuse(fullTime).answers };
    await opened({ answers, config: { scheduledCallback: false } }, FILLED);
    await panel.view.findByText(/^from tomorrow 8:00 AM/);
    offers = { ...CLOSED, scheduled: { ...CLOSED.scheduled, firstFree: '2026-11-24T13:15:00.000Z' } };
    await press('Confirm');
    expect(await panel.view.findByText(/^from tomorrow 8:15 AM/)).toBeTruthy();
    await press('Confirm');
    expect(panel.service.scheduled.map(({ desiredTime }) => desiredTime)).toEqual(['2026-11-24T13:00:00.000Z', '2026-11-24T13:15:00.000Z']);
  });

  it('[WI5] a limit says when to come back', async () => {
    await opened(refuse({ httpStatus: 429, code: 7041, retryAfter: 90 }), FILLED);
    await press('Confirm');
    expect(await panel.view.findByText(/Please try again in 2 minutes/)).toBeTruthy();
  });

  it('[WI5] outside hours offers the next opening', async () => {
    let first = true;
    const schedule = () => (first ? ((first = false), Promise.reject({ httpStatus: 400, code: 7042 })) : accepted());
    await opened({ answers: { schedule, offers: () => ({ ...OPEN, nextOpening: '2026-11-24T13:00:00.000Z' }) } }, FILLED);
    await panel.view.findByText('about 5 min wait');
    await press('Confirm');
    await press('Book tomorrow 8:00 AM');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(2));
    expect(panel.service.scheduled[1]?.desiredTime).toBe('2026-11-24T13:00:00.000Z');
  });

  it('[pain 18] [WI5] offline is told, and tried again with the same key', async () => {
    let first = true;
    const schedule = () => (first ? ((first = false), Promise.reject({ httpStatus: 0, code: 0, offline: true })) : accepted());
    await opened({ answers: { schedule } }, FILLED);
    await press('Confirm');
    expect((await panel.view.findByRole('alert')).textContent).toContain('You seem to be offline.');
    await press('Try again');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    const keys = panel.service.scheduled.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(1);
  });

  it("[WI5] an unknown failure shows the server's words and a reference, and no internals", async () => {
    await opened(
      refuse({ httpStatus: 500, code: 599, message: 'Something broke on our side.', corrId: '7f3c9a10-aaaa-4bbb-8ccc-dddddddddddd' }),
      FILLED,
    );
    await press('Confirm');
    const alert = await panel.view.findByRole('alert');
    expect(alert.textContent).toContain('Something broke on our side.');
    expect(alert.textContent).toContain('Reference: 7f3c9a10');
  });
});

describe('closed, or nothing to offer', () => {
  it('[pain 18] [WI3] closed: says so, opens when, and prefers a time', async () => {
    await opened({ answers: { offers: () => CLOSED } }, FILLED);
    expect(await panel.view.findByText('Closed now, opens tomorrow 8:00 AM')).toBeTruthy();
    expect(panel.view.getByRole('radio', { name: /Pick date & time/ }).getAttribute('aria-checked')).toBe('true');
    await panel.user.click(panel.view.getByRole('radio', { name: /As soon as possible/ }));
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]?.desiredTime).toBe('2026-11-24T13:00:00.000Z');
  });

  it('[WI3] nothing offered: no form, but when to come back', async () => {
    await opened({ answers: { offers: () => NOTHING } });
    expect(await panel.view.findByText('Please come back tomorrow 8:00 AM.')).toBeTruthy();
    expect(panel.view.queryByLabelText(/^Phone/)).toBeNull();
    await press('Close');
    expect(panel.names()).toEqual(['opened', 'cancelled', 'closed']);
  });

  it('[WI1] a way that the site switches off is not there', async () => {
    await opened({ config: { scheduledCallback: false } });
    expect(panel.view.getAllByRole('radio')).toHaveLength(1);
  });
});

describe('closing', () => {
  it('[WI3] a form that nobody touched closes without a question', async () => {
    await opened();
    await press('Callback close');
    expect(panel.names()).toEqual(['opened', 'cancelled', 'closed']);
  });

  it('[WI3] a started form asks first; No keeps it, Yes drops it', async () => {
    await opened();
    await panel.user.type(panel.view.getByLabelText(/First Name/), 'Ada');
    await panel.user.keyboard('{Escape}');
    expect(panel.view.getByRole('alertdialog').textContent).toContain('Are you sure you want to cancel arranging this callback?');
    expect(panel.focused()?.textContent).toBe('No');
    await press('No');
    expect(panel.find<HTMLInputElement>('#cx_form_callback_firstname').value).toBe('Ada');
    await press('Callback close');
    await press('Yes');
    expect(panel.names()).toEqual(['opened', 'started', 'cancelled', 'closed']);
  });

  it('[WI3] the question can be switched off', async () => {
    await opened({ config: { confirmFormCloseEnabled: false } });
    await panel.user.type(panel.view.getByLabelText(/First Name/), 'Ada');
    await press('Callback close');
    expect(panel.names()).toContain('closed');
  });

  it('[WI3] Escape goes from the picker to the form first', async () => {
    await opened();
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.view.findByRole('listbox');
    await panel.user.keyboard('{Escape}');
    expect(await panel.view.findByLabelText(/^Phone/)).toBeTruthy();
  });
});

describe('a booked request', () => {
  const scheduled = {
    ...REQUEST,
    state: 'SCHEDULED',
    scheduled: true,
    desiredTime: '2026-11-24T19:30:00.000Z',
    canReschedule: true,
    position: undefined,
  } as const;

  it('[CB6] is cancelled after a question', async () => {
    const cancelled = { ...REQUEST, state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER', canCancel: false, version: 9 } as const;
    await booked({ answers: { cancel: () => cancelled } });
    panel.service.say(REQUEST);
    await press('Cancel call');
    expect(panel.view.getByRole('alertdialog').textContent).toContain('Cancel this call?');
    await panel.user.click(panel.view.getAllByRole('button', { name: 'Cancel call' }).at(-1) as HTMLElement);
    await panel.view.findByRole('heading', { name: 'Your call is cancelled' });
    await press('Ask for another call');
    expect(await panel.view.findByLabelText(/^Phone/)).toBeTruthy();
    expect(panel.names().slice(-2)).toEqual(['closed', 'opened']);
  });

  it('[CB6] moves to another time', async () => {
    const asked: string[] = [];
    await booked({ answers: { reschedule: (desiredTime) => (asked.push(desiredTime), { ...scheduled, desiredTime, version: 9 }) } });
    panel.service.say(scheduled);
    await press('Change');
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    await waitFor(() => expect(panel.find('.line time').getAttribute('datetime')).toBe('2026-11-23T19:30:00.000Z'));
    expect(asked).toEqual(['2026-11-23T19:30:00.000Z']);
  });

  it('[CB6] a move to a full time shows the others', async () => {
    const full = { httpStatus: 429, code: 7041, slots: [{ utcTime: '2026-11-24T14:30:00.000Z', capacity: 1 }] };
    await booked({ answers: { reschedule: () => Promise.reject(full) } });
    panel.service.say(scheduled);
    await press('Change');
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    expect(await panel.view.findByText('That time has just been taken.')).toBeTruthy();
    expect(panel.view.getByRole('option', { name: /^2:30 PM/ }).getAttribute('aria-disabled')).toBe('true');
    expect(button('Choose a time').getAttribute('aria-disabled')).toBe('true');
  });

  it('[WI3] on a phone the sheet is as high as what it says, and as the screen where there is something to fill in', async () => {
    const isLow = () => panel.find('.dock').classList.contains('low');
    await opened({}, FILLED);
    expect(isLow()).toBe(false);
    await press('Confirm');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    expect(isLow()).toBe(true);
    panel.service.say(scheduled);
    await press('Change');
    expect(isLow()).toBe(false);
    panel.dispose();
    await opened({ answers: { offers: () => NOTHING } });
    await waitFor(() => expect(isLow()).toBe(true));
    await panel.bus.command('Callback.showOverlay', { html: 'Terms' });
    await waitFor(() => expect(isLow()).toBe(false));
  });

  it('[WI3] a call that nobody answered says when the next one comes, and never that all is well', async () => {
    await booked();
    const nextAttemptAt = new Date(NOW + 900_000).toISOString();
    panel.service.say({ ...REQUEST, position: undefined, attempts: 1, nextAttemptAt, version: 9 });
    expect(await panel.view.findByText('Next try: today 9:20 AM.')).toBeTruthy();
    const status = panel.root.getElementById('rb-status');
    expect([status?.textContent, status?.className]).toEqual(["We'll try again", 'status off']);
  });

  it.each([
    [{ state: 'ROUTING' }, 'Calling you now'],
    [{ state: 'PROCESSING' }, 'You are connected'],
    [{ state: 'QUEUED', attempts: 1, nextAttemptAt: new Date(NOW + 900_000).toISOString() }, "We couldn't reach you"],
    [{ state: 'COMPLETED', reason: 'AGENT_CONNECTED' }, 'All done'],
    [{ state: 'COMPLETED', reason: 'FAILED_MAX_ATTEMPTS', attempts: 3 }, "We couldn't reach you"],
    [{ state: 'COMPLETED', reason: 'PURGED_TIMEOUT' }, 'Your request has ended'],
  ] as const)('[WI3] %j is shown as "%s"', async (over, title) => {
    await booked();
    panel.service.say({ ...REQUEST, ...over, version: 9 });
    expect(await panel.view.findByRole('heading', { name: title })).toBeTruthy();
  });

  it("[WI4] shows the time in the visitor's zone and in the business's", async () => {
    await booked({ zone: 'Europe/Lisbon' });
    panel.service.say(scheduled);
    await waitFor(() => expect(panel.find('.line time').textContent).toContain('7:30 PM'));
    expect(panel.find('.line').textContent).toContain('2:30 PM EST in New York');
  });

  it('[WI3] offers a calendar file', async () => {
    const files: Blob[] = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob: Blob) => (files.push(blob), 'blob:x');
    await booked();
    panel.service.say(scheduled);
    await press('Calendar');
    URL.createObjectURL = create;
    expect(await files[0]?.text()).toContain('DTSTART:20261124T193000Z');
  });
});
