import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { englishLater } from '../../src/i18n/english-later.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { createPickerModel, type PickerModelOptions, type SlotWindow } from '../../src/panel/picker/picker-model.js';
import { SlotPicker } from '../../src/panel/picker/SlotPicker.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { KitContext } from '../../src/ui/kit.js';
import { createTimeText } from '../../src/ui/time-text.js';
import { availability, NOW } from '../gallery/states.js';

afterEach(cleanup);
const ZONE = 'America/New_York';

function modelOf(fetchWindow: (start: number, end: number) => SlotWindow | Promise<SlotWindow>, options: Partial<PickerModelOptions> = {}) {
  const windows: Array<[string, string]> = [];
  const chosen: number[] = [];
  const picker = createPickerModel({
    zone: ZONE,
    now: () => NOW,
    windowDays: 7,
    maxDays: () => 30,
    onTime: ({ time }) => void chosen.push(time),
    fetchWindow: async (start, end) => {
      windows.push([new Date(start).toISOString(), new Date(end).toISOString()]);
      return fetchWindow(start, end);
    },
    ...options,
  });
  return { picker, windows, chosen };
}
const office = (start: number, end: number): SlotWindow => ({
  zone: ZONE,
  slots: availability(start, end).slots.map(({ utcTime, capacity }) => ({ time: Date.parse(utcTime), capacity })),
});
const nothing = (): SlotWindow => ({ zone: ZONE, slots: [] });

describe('picker model', () => {
  it('[SL6] asks window after window from now on, whole local days, never past the bookable ones', async () => {
    const { picker, windows } = modelOf(office, { maxDays: () => 10 });
    await picker.loadMore();
    await picker.loadMore();
    await picker.loadMore();
    expect(windows).toEqual([
      ['2026-11-23T14:05:00.000Z', '2026-11-30T05:00:00.000Z'],
      ['2026-11-30T05:00:00.000Z', '2026-12-04T05:00:00.000Z'],
    ]);
    expect(picker.load.value).toBe('complete');
  });

  it('[SL6] a window over the end of summer time is an hour longer', async () => {
    const { picker, windows } = modelOf(office, { now: () => Date.UTC(2026, 9, 30, 14), maxDays: () => 6 });
    await picker.loadMore();
    expect(windows).toEqual([['2026-10-30T14:00:00.000Z', '2026-11-06T05:00:00.000Z']]);
  });

  it('[WI3] goes on over windows that have nothing, and stops at the last bookable day', async () => {
    const { picker, windows } = modelOf(nothing);
    await picker.loadMore();
    expect(windows).toHaveLength(5);
    expect([picker.load.value, picker.days.value]).toEqual(['complete', []]);
  });

  it('[WI5] a failed window can be asked for again', async () => {
    let down = true;
    const { picker } = modelOf((start, end) => (down ? Promise.reject(new Error('down')) : office(start, end)));
    await picker.loadMore();
    expect(picker.load.value).toBe('failed');
    down = false;
    await picker.loadMore();
    expect(picker.days.value.length).toBeGreaterThan(0);
  });

  it('[WI3] two askings at once are one', async () => {
    const { picker, windows } = modelOf(office);
    await Promise.all([picker.loadMore(), picker.loadMore()]);
    expect(windows).toHaveLength(1);
  });

  it('[WI3] opens at the first day with a free place, and never takes a full time', async () => {
    const { picker, chosen } = modelOf(office);
    await picker.loadMore();
    expect(picker.date.value).toBe('2026-11-23');
    const full = picker.days.value[0]?.slots.find(({ capacity }) => capacity === 0)?.time ?? 0;
    const free = picker.days.value[1]?.slots.find(({ capacity }) => capacity > 0)?.time ?? 0;
    picker.chooseTime(full);
    expect([picker.time.value, chosen]).toEqual([undefined, []]);
    picker.chooseTime(free);
    expect([picker.time.value, picker.date.value, chosen]).toEqual([free, '2026-11-24', [free]]);
    picker.clear();
    expect([picker.time.value, picker.date.value]).toEqual([undefined, '2026-11-23']);
  });

  it('[SL7] a time that turns out to be full is let go, and stays visible as full on its day', async () => {
    const { picker } = modelOf(office);
    await picker.loadMore();
    const [taken, other] = picker.days.value[1]?.slots.filter(({ capacity }) => capacity > 0).map(({ time }) => time) ?? [];
    const freeBefore = picker.days.value[1]?.free ?? 0;
    if (taken === undefined || other === undefined) throw new Error('the office has too few times');
    picker.chooseTime(taken);
    picker.markFull(taken);
    expect([picker.time.value, picker.slot.value, picker.date.value]).toEqual([undefined, undefined, '2026-11-24']);
    expect(picker.days.value[1]).toMatchObject({ free: freeBefore - 1 });
    expect(picker.days.value[1]?.slots).toContainEqual({ time: taken, capacity: 0 });
    picker.chooseTime(taken);
    expect(picker.time.value).toBeUndefined();
    picker.chooseTime(other);
    picker.markFull(taken);
    expect(picker.time.value).toBe(other);
  });

  it('[WI3] an answer that a reset has overtaken is dropped', async () => {
    const answers: Array<(window: SlotWindow) => void> = [];
    const { picker } = modelOf(() => new Promise((resolve) => void answers.push(resolve)));
    const first = picker.loadMore();
    const second = picker.reset();
    answers[1]?.(office(NOW, NOW + 86_400_000));
    await second;
    const days = picker.days.value;
    answers[0]?.({ zone: 'UTC', slots: [{ time: NOW + 5 * 86_400_000, capacity: 1 }] });
    await first;
    expect(picker.days.value).toBe(days);
    expect(picker.businessZone.value).toBe(ZONE);
  });
});

describe('SlotPicker', () => {
  async function shown(options: { zone?: string; fetchWindow?: typeof office; lang?: string } = {}) {
    const environment = fakeEnvironment({ now: () => NOW });
    const translator = createTranslator({ lang: options.lang ?? 'en-US' });
    translator.add(englishLater);
    const zone = options.zone ?? ZONE;
    const { picker, windows } = modelOf(options.fetchWindow ?? office, { zone });
    const kit = { translator, environment, announce: () => undefined, times: createTimeText({ translator, zone, timeFormat: undefined }) };
    render(
      <KitContext.Provider value={kit}>
        <SlotPicker picker={picker} />
      </KitContext.Provider>,
    );
    const loading = picker.loadMore();
    return { picker, windows, loading, environment, user: userEvent.setup() };
  }

  it('[WI3] shows days with slots only, full days as full, and times by part of the day', async () => {
    const { loading } = await shown();
    await loading;
    const days = await screen.findAllByRole('radio');
    expect(days.map((day) => day.getAttribute('aria-label'))).toEqual([
      'Monday, November 23',
      'Tuesday, November 24',
      'Wednesday, November 25',
      'Thursday, November 26, fully booked',
      'Friday, November 27',
    ]);
    expect(days[3]?.getAttribute('aria-disabled')).toBe('true');
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual(['Morning', 'Afternoon', 'Evening']);
    expect(
      screen
        .getAllByRole('option')
        .some((option) => option.getAttribute('aria-disabled') === 'true' && option.textContent?.endsWith(', full')),
    ).toBe(true);
  });

  it('[WI7] arrows walk the days past full ones, Home and End to the ends; one stop for Tab', async () => {
    const { loading, user, picker } = await shown();
    await loading;
    const days = await screen.findAllByRole('radio');
    expect(days.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1, -1]);
    days[0]?.focus();
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(picker.date.value).toBe('2026-11-27');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Friday, November 27');
    await user.keyboard('{Home}');
    expect(picker.date.value).toBe('2026-11-23');
  });

  it('[WI3] reaching the last day loads the next ones', async () => {
    const { loading, user, windows } = await shown();
    await loading;
    (await screen.findAllByRole('radio'))[0]?.focus();
    await user.keyboard('{End}');
    await waitFor(() => expect(windows).toHaveLength(2));
    expect(await screen.findByRole('radio', { name: 'Monday, November 30' })).toBeTruthy();
  });

  it('[WI7] arrows walk the times without choosing, Enter chooses', async () => {
    const { loading, user, picker } = await shown();
    await loading;
    const free = (await screen.findAllByRole('option')).filter((option) => !option.hasAttribute('aria-disabled'));
    free[0]?.focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(free[1]);
    expect(picker.time.value).toBeUndefined();
    await user.keyboard('{Enter}');
    expect(free[1]?.getAttribute('aria-selected')).toBe('true');
    expect(picker.slot.value?.capacity).toBeGreaterThan(0);
  });

  it('[WI7] right-to-left, the left arrow leads on', async () => {
    const { loading, user, picker } = await shown({ lang: 'ar' });
    await loading;
    (await screen.findAllByRole('radio'))[0]?.focus();
    await user.keyboard('{ArrowLeft}');
    expect(picker.date.value).toBe('2026-11-24');
  });

  it('[WI4] names both zones where their clocks differ, and none where they agree', async () => {
    const { loading, picker } = await shown({ zone: 'Europe/Lisbon' });
    await loading;
    expect(await screen.findByText(/Times in your zone, Lisbon\. Our office is in New York\./)).toBeTruthy();
    picker.chooseTime(Date.UTC(2026, 10, 23, 19, 30));
    expect(await screen.findByText(/Our office is in New York: 2:30 PM there\./)).toBeTruthy();
    cleanup();
    const same = await shown({ zone: 'America/Toronto' });
    await same.loading;
    await screen.findAllByRole('radio');
    expect(screen.queryByText(/Our office/)).toBeNull();
  });

  it('[WI11] grey shapes only after 300 ms', async () => {
    const { environment } = await shown({ fetchWindow: () => new Promise<never>(() => undefined) as never });
    expect(document.querySelector('.skeleton.on')).toBeNull();
    await environment.advance(300);
    await waitFor(() => expect(document.querySelector('.skeleton.on')).toBeTruthy());
  });

  it('[WI5] a failure is told, with the way out', async () => {
    let down = true;
    const { loading, user } = await shown({
      fetchWindow: (start, end) => {
        if (down) throw new Error('down');
        return office(start, end);
      },
    });
    await loading;
    expect((await screen.findByRole('alert')).textContent).toContain('Unable to fetch availability details.');
    down = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await screen.findAllByRole('radio')).length).toBeGreaterThan(0);
  });

  it('[WI3] says when there is nothing', async () => {
    const { loading } = await shown({ fetchWindow: nothing });
    await loading;
    expect(await screen.findByText('There are no free times in the bookable days.')).toBeTruthy();
  });
});
