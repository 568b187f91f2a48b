import { waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/english.js';
import { englishLater } from '../../src/i18n/english-later.js';
import type { Messages } from '../../src/i18n/translate.js';
import { CLOSED, NOTHING, OPEN } from '../gallery/states.js';
import { accepted } from './fake-service.js';
import { button, FILLED, opened, panel, press } from './one-panel.js';

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

const packs = import.meta.glob<Messages>('../../src/i18n/languages/*.json', { eager: true, import: 'default' });
const languages = Object.entries(packs).map(([file, pack]): [string, Messages] => [/([\w-]+)\.json$/.exec(file)?.[1] ?? file, pack]);
const textIn = (pack: Messages, ...path: string[]): string =>
  String(path.reduce<unknown>((level, part) => (level as Messages | undefined)?.[part], pack));

describe('a failure without words', () => {
  const silent = { answers: { schedule: () => Promise.reject({ httpStatus: 0, code: 0, message: 'Failed to fetch', unsaid: true }) } };
  const ours: Messages = { ringback: englishLater.ringback, callback: english.callback };

  it.each([['en', ours] as [string, Messages], ...languages])('[WI5] a failure without words is said once: %s', async (lang, pack) => {
    await opened({ ...silent, lang, overrides: pack }, FILLED);
    await press(textIn(pack, 'callback', 'ConfirmButtonText'));
    const alert = await panel.view.findByRole('alert');
    const title = textIn(pack, 'ringback', 'FailedTitle');
    const [said = '', again] = [alert.querySelector('.note')?.textContent, alert.querySelector('button')?.textContent];
    expect(said.split(title)).toEqual(['', expect.stringMatching(/\p{L}{2}/u)]);
    expect(said.replace(/\s+/g, '')).toBe(textIn(pack, 'callback', 'Errors', 'unknownError').replace(/\s+/g, ''));
    expect([alert.querySelector('b')?.textContent?.trim(), again]).toEqual([title, textIn(pack, 'ringback', 'TryAgain')]);
  });

  it('[WI5] the site’s own words for it stand whole, below our title', async () => {
    const overrides = { callback: { Errors: { unknownError: 'Please call 0800 555 0100.' } } };
    await opened({ ...silent, overrides }, FILLED);
    await press('Confirm');
    expect((await panel.view.findByRole('alert')).querySelector('.note')?.textContent?.trim()).toBe(
      "That didn't work. Please call 0800 555 0100.",
    );
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
