import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { OPEN, REQUEST } from '../gallery/states.js';
import { accepted, never } from './fake-service.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

const FILLED = { form: { phonenumber: '+12125550134' } };
async function opened(setup: PanelSetup = {}, options: Parameters<PanelUnderTest['open']>[0] = FILLED) {
  panel = setUpPanel(setup);
  await panel.open(options);
  return panel;
}
const press = async (name: string | RegExp) => panel.user.click(await panel.view.findByRole('button', { name }));
const TOO_MANY = { httpStatus: 429, code: 7041, message: 'Too many requests' };
const DUPLICATE = { ...TOO_MANY, reason: 'open-request' };

describe('a duplicate', () => {
  it('[WI14] shows the request that still runs, live', async () => {
    await opened({ answers: { schedule: () => Promise.reject(DUPLICATE), status: () => REQUEST } });
    await press('Confirm');
    await waitFor(() => expect(panel.find('.line').textContent).toContain('3rd in line'));
    expect(panel.service.watching()).toBe(1);
    expect(panel.names()).toContain('rejected');
    expect(panel.names()).not.toContain('completed');
    panel.service.say({ ...REQUEST, position: 1, version: 3 });
    await waitFor(() => expect(panel.find('.line').textContent).toContain("You're next"));
  });

  const elsewhere = () => Promise.reject({ httpStatus: 0, code: 0, message: 'No callback was booked in this tab' });
  const ended = () => ({ ...REQUEST, state: 'COMPLETED' as const, reason: 'AGENT_CONNECTED' as const });
  it.each([
    ['was booked elsewhere', elsewhere],
    ['has ended here', ended],
  ])(
    '[WI14] of a request that %s is told as such, with nothing of that request, and another number can be given',
    async (_what, status) => {
      await opened({ answers: { schedule: () => Promise.reject(DUPLICATE), status } });
      await press('Confirm');
      const note = await panel.view.findByRole('alert');
      expect(note.textContent).toContain('A call to this number is already booked.');
      expect(note.textContent).not.toMatch(/\d/);
      await press('Another number');
      await waitFor(() => expect(panel.focused()).toBe(panel.view.getByLabelText(/^Phone/)));
      await panel.user.type(panel.view.getByLabelText(/^Phone/), '{Backspace}5');
      panel.service.answers.schedule = () => accepted();
      await press('Confirm');
      await waitFor(() => expect(panel.service.scheduled.map(({ phonenumber }) => phonenumber)).toEqual(['+12125550134', '+12125550135']));
      expect(await panel.view.findByText("You're booked in!")).toBeTruthy();
    },
  );

  it('[WI14] told over the picker leads back to the number', async () => {
    await opened({ answers: { schedule: () => Promise.reject(DUPLICATE), status: elsewhere } });
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await press('Confirm Mon, 2:30 PM');
    await press('Another number');
    await waitFor(() => expect(panel.focused()).toBe(panel.view.getByLabelText(/^Phone/)));
  });

  it('[WI14] of a request that another tab of this browser holds shows that request, live', async () => {
    await opened({ answers: { schedule: () => Promise.reject(DUPLICATE), status: elsewhere, adopt: () => REQUEST } });
    await press('Confirm');
    await waitFor(() => expect(panel.find('.line').textContent).toContain('3rd in line'));
    expect(panel.service.adopted).toEqual(['+12125550134']);
    expect(panel.service.watching()).toBe(1);
  });

  it('[WI5] a queue that takes no more is no duplicate: no other tab is asked', async () => {
    await opened({ answers: { schedule: () => Promise.reject(TOO_MANY), status: elsewhere, adopt: () => REQUEST } });
    await press('Confirm');
    expect(await panel.view.findByText('Too many requests at this time.')).toBeTruthy();
    expect(panel.service.adopted).toEqual([]);
  });

  it('[WI5] and its words stand on the page before `scheduleError` is published, without a question to anybody', async () => {
    let asked = 0;
    await opened({ answers: { schedule: () => Promise.reject(TOO_MANY), status: () => (asked++, REQUEST) } });
    await press('Confirm');
    expect(await panel.view.findByText('Too many requests at this time.')).toBeTruthy();
    expect(asked).toBe(0);
  });

  it.each([
    ['the request that it repeats', { adopt: () => REQUEST }, '.line', '3rd in line'],
    ['that it is one', {}, '[role=alert]', 'A call to this number is already booked.'],
  ])('[WI14] [WI5] and `scheduleError` waits until the page shows %s', async (_what, answers, place, words) => {
    let stands: string | null | undefined;
    const waitUntil = (shown: Promise<unknown>) =>
      void shown.then(() => Promise.resolve()).then(() => (stands = panel.root.querySelector(place)?.textContent));
    await opened({ answers: { schedule: () => Promise.reject({ ...DUPLICATE, waitUntil }), status: elsewhere, ...answers } });
    await press('Confirm');
    await waitFor(() => expect(stands).toContain(words));
  });

  it('[SL7] a full time with no other free is no duplicate', async () => {
    let asked = 0;
    const answers = { schedule: () => Promise.reject({ ...TOO_MANY, slots: [] }), status: () => (asked++, REQUEST) };
    await opened({ answers }, { form: { ...FILLED.form, desiredTime: '2026-11-23T19:30:00Z' } });
    await press(/^Confirm/);
    expect(await panel.view.findByText('That time has just been taken.')).toBeTruthy();
    expect(asked).toBe(0);
  });
});

describe('what takes long', () => {
  /** The screen is locked, and its patience is running. */
  const isWaiting = () => waitFor(() => expect(panel.environment.pendingTimers()).toBe(1));
  const isCalm = async () => {
    await panel.environment.advance(1000);
    await waitFor(() => expect(panel.environment.pendingTimers()).toBe(0));
  };

  it('[WI5] is told after four seconds, and no sooner', async () => {
    await opened({ answers: { schedule: () => never() } });
    await panel.view.findByText('about 5 min wait');
    await isCalm();
    await press('Confirm');
    await isWaiting();
    await panel.environment.advance(3_999);
    expect(panel.view.queryByText('The connection is slow.')).toBeNull();
    await panel.environment.advance(1);
    expect(await panel.view.findByText('The connection is slow.')).toBeTruthy();
  });

  it('[WI5] a cancel that takes long is told, too', async () => {
    await opened({ answers: { cancel: () => never() } });
    await press('Confirm');
    await panel.view.findByRole('heading', { name: "You're booked in!" });
    panel.service.say(REQUEST);
    await press('Cancel call');
    await isCalm();
    await panel.user.click((await panel.view.findAllByRole('button', { name: 'Cancel call' })).at(-1) as HTMLElement);
    await isWaiting();
    await panel.environment.advance(4_000);
    expect(await panel.view.findByText('The connection is slow.')).toBeTruthy();
  });
});

describe('refusals by code', () => {
  it.each([
    [400, 501, 'Something in the request was not accepted. Please check your entries and try again.'],
    [401, 503, 'This page is missing its API key. Please tell the site owner.'],
    [403, 1103, 'This page is not allowed to book callbacks. Please tell the site owner.'],
    [404, 7040, 'This page asks for a service that does not exist. Please tell the site owner.'],
    [400, 7043, "We couldn't verify that you are a person. Please try again."],
    [400, 9999, 'the words of the server'],
  ])('[WI5] HTTP %i, code %i', async (httpStatus, code, text) => {
    await opened({
      answers: { schedule: () => Promise.reject({ httpStatus, code, message: 'the words of the server', corrId: 'abcdef12-3' }) },
    });
    await press('Confirm');
    const alert = await panel.view.findByRole('alert');
    expect(alert.textContent).toContain(text);
    expect(alert.textContent).toContain('Reference: abcdef12');
    expect(panel.view.getByRole('button', { name: 'Confirm' }).getAttribute('aria-disabled')).toBeNull();
  });

  it('[pain 15] [WI3] a check of humanness has its place above the buttons of the form and of the picker', async () => {
    await opened();
    await panel.view.findByText('about 5 min wait');
    expect(panel.find('form.body slot[name=captcha]')).toBeTruthy();
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.view.findByRole('option', { name: '2:30 PM' });
    expect(panel.find('.body slot[name=captcha]')).toBeTruthy();
  });
});

describe('the picker while somebody looks', () => {
  it('[SL7] looks again every twenty seconds, and not once the panel is closed', async () => {
    await opened();
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.view.findByRole('option', { name: '2:30 PM' });
    const looks = () => panel.service.windows.filter(({ from, to }) => to - from <= 86_400_000).length;
    await waitFor(() => expect(panel.environment.pendingTimers()).toBe(1));
    await panel.environment.advance(20_000);
    expect(looks()).toBe(1);
    await panel.environment.advance(20_000);
    expect(looks()).toBe(2);
    await panel.bus.command('Callback.close');
    await waitFor(() => expect(panel.environment.pendingTimers()).toBe(0));
    await panel.environment.advance(60_000);
    expect(looks()).toBe(2);
  });
});

describe('what goes with the request', () => {
  it('[WI13] the source, only where the site switches it on, below its own userData', async () => {
    await opened({ config: { source: true, userData: { sourcePage: 'mine' } } });
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]?.userData).toMatchObject({ sourcePage: 'mine' });
    panel.dispose();
    await opened();
    await press('Confirm');
    await waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
    expect(panel.service.scheduled[0]?.userData).toEqual({});
  });
});

describe('a request that runs on', () => {
  it('[WI14] nothing of it is shown or asked for when there is none', async () => {
    let asked = 0;
    await opened({ answers: { status: () => (asked++, REQUEST) } });
    await panel.view.findByText('about 5 min wait');
    expect(asked).toBe(0);
  });

  it('[WI14] while the server is away it stays on screen, and comes alive with the next news', async () => {
    const answers = {
      running: { id: REQUEST.id, token: 't' },
      status: () => Promise.reject({ httpStatus: 0, code: 0, message: 'no answer' }),
      schedule: () => accepted(),
      offers: () => OPEN,
    };
    await opened({ answers });
    expect(await panel.view.findByRole('heading', { name: "You're booked in!" })).toBeTruthy();
    panel.service.say(REQUEST);
    await waitFor(() => expect(panel.find('.line').textContent).toContain('3rd in line'));
  });
});
