import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { readCalendarOptions } from '../../src/options/read-calendar-options.js';
import type { GeneratedCalendar, SelectedDateTime } from '../../src/plugins/calendar/protocol.js';
import { readDate } from '../../src/plugins/calendar/read-date.js';
import { slotWindowOf } from '../../src/plugins/calendar/slot-window.js';
import { setUpPanel, type PanelUnderTest } from '../callback/open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel?.dispose());

describe('Calendar', () => {
  it('[BU1] generate publishes a picker as an element, and tells what is chosen as a Date', async () => {
    panel = setUpPanel();
    const generated: GeneratedCalendar[] = [];
    const selected: SelectedDateTime[] = [];
    panel.bus.subscribe('Calendar.generated', ({ data }) => void generated.push(data));
    panel.bus.subscribe('Calendar.selectedDateTime', ({ data }) => void selected.push(data));
    expect(await panel.bus.command('Calendar.generate')).toMatchObject({ ndCalendar: { length: 1, find: expect.any(Function) } });
    const element = generated[0]?.ndCalendar[0] as HTMLElement;
    document.body.append(element);
    const time = await waitFor(() => {
      const found = element.shadowRoot?.querySelector<HTMLElement>('.time:not([aria-disabled])');
      if (!found) throw new Error('no times yet');
      return found;
    });
    time.click();
    element.remove();
    expect(selected).toHaveLength(1);
    expect(selected[0]?.date.toISOString()).toBe(selected[0]?.utcTime);
    expect(selected[0]?.capacity).toBeGreaterThan(0);
  });

  it("[BU1] generate gives a set on the page's own jQuery", async () => {
    panel = setUpPanel();
    Object.assign(panel.environment.global, { jQuery: (node: Node) => ({ 0: node, jquery: '3.7.1' }) });
    expect(await panel.bus.command('Calendar.generate')).toMatchObject({ ndCalendar: { 0: expect.any(HTMLElement), jquery: '3.7.1' } });
  });

  it('[BU1] generate opens at the asked date; showAvailability asks anew; reset forgets the choice', async () => {
    panel = setUpPanel();
    const picker = await panel.bus.command('Calendar.picker');
    await waitFor(() => expect(picker.days.value.length).toBeGreaterThan(0));
    const before = panel.service.windows.length;
    await panel.bus.command('Calendar.showAvailability', { date: '11/25/26' });
    expect(panel.service.windows.length).toBe(before + 1);
    expect(picker.date.value).toBe('2026-11-25');
    await panel.bus.command('Calendar.reset');
    expect(picker.date.value).toBe('2026-11-23');
  });

  it('[BU1] configure is partial, and pickers made later follow it', async () => {
    panel = setUpPanel();
    await panel.bus.command('Calendar.configure', { numberOfDays: 10 });
    await panel.bus.command('Calendar.configure', { hideUnavailableTimeSlots: true });
    const picker = await panel.bus.command('Calendar.picker');
    await waitFor(() => expect(picker.days.value.length).toBeGreaterThan(0));
    expect(picker.days.value.flatMap(({ slots }) => slots).every(({ capacity }) => capacity > 0)).toBe(true);
    const [window] = panel.service.windows;
    expect(((window?.to ?? 0) - (window?.from ?? 0)) / 86_400_000).toBeGreaterThan(9);
  });
});

describe('readDate', () => {
  it.each([
    ['03/22/17', '2017-03-22'],
    ['3/2/2026', '2026-03-02'],
    ['2026-11-23', '2026-11-23'],
    ['2026-11-24T02:00:00Z', '2026-11-23'],
    [new Date('2026-11-23T14:00:00Z'), '2026-11-23'],
    [Date.UTC(2026, 10, 23, 14), '2026-11-23'],
    ['02/30/2026', undefined],
    ['tomorrow', undefined],
    [undefined, undefined],
  ])('[BU1] %s is %s in New York', (given, date) => expect(readDate(given, 'America/New_York')).toBe(date));
});

describe('slotWindowOf', () => {
  const answer = {
    timezone: 'UTC',
    durationMin: 30,
    slots: ['08:30', '12:00', '16:59', '17:00'].map((clock, index) => ({
      utcTime: `2026-11-23T${clock}:00.000Z`,
      capacity: index === 1 ? 0 : 2,
      total: 2,
    })),
  };
  const clocks = (section: object) =>
    slotWindowOf(answer, readCalendarOptions(section), 'UTC').slots.map(
      ({ time, capacity }) => `${new Date(time).toISOString().slice(11, 16)} ${capacity}`,
    );

  it.each([
    ['shows everything by default', {}, ['08:30 2', '12:00 0', '16:59 2', '17:00 2']],
    ['leaves out full times on request', { hideUnavailableTimeSlots: true }, ['08:30 2', '16:59 2', '17:00 2']],
    ['lets every time be chosen without showAvailability', { showAvailability: false }, ['08:30 2', '12:00 1', '16:59 2', '17:00 2']],
    [
      'keeps to the hours of the calendar',
      { calendarHours: { allDay: { openTime: '09:00', closeTime: '16:59' } } },
      ['12:00 0', '16:59 2'],
    ],
  ])('[WI1] %s', (_, section, expected) => expect(clocks(section)).toEqual(expected));
});
