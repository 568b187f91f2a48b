import { waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { OPEN, REQUEST } from '../gallery/states.js';
import { accepted, never } from './fake-service.js';
import { button, FILLED, opened, panel, prepared, press } from './one-panel.js';

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
    prepared();
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
    prepared();
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
    prepared();
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
    prepared();
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
