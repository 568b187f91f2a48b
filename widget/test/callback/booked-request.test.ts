import { waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { NOTHING, NOW, REQUEST } from '../gallery/states.js';
import { booked, button, FILLED, opened, panel, press } from './one-panel.js';

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
