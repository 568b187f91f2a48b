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
    // A week, then all that is left: at most 31 days a question.
    expect(windows).toHaveLength(2);
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

const DAY = 86_400_000;
const MORNING = Date.parse('2026-11-24T14:30:00Z');

describe('picker model: far off, full, and taken meanwhile', () => {
  it.each([
    [40, 'a month off'],
    [120, 'a season off'],
    [360, 'nearly a year off'],
  ])('[WI3] finds the first free place %i days away in one go', async (days) => {
    const free = NOW + days * DAY;
    const { picker, windows } = modelOf(
      (start, end) => ({ zone: ZONE, slots: start <= free && free < end ? [{ time: free, capacity: 1 }] : [] }),
      { maxDays: () => 365 },
    );
    await picker.loadMore();
    expect(picker.firstFree.value?.time).toBe(free);
    expect(picker.days.value).toHaveLength(1);
    expect(windows.length).toBeLessThanOrEqual(13);
  });

  it('[WI3] goes on over days that are all full', async () => {
    const { picker } = modelOf((start, end) => ({
      ...office(start, end),
      slots: office(start, end).slots.map(({ time, capacity }) => ({ time, capacity: time < NOW + 10 * DAY ? 0 : capacity })),
    }));
    await picker.loadMore();
    expect(picker.firstFree.value?.time).toBeGreaterThanOrEqual(NOW + 10 * DAY);
    expect(picker.days.value.find(({ date }) => date === picker.date.value)?.free).toBeGreaterThan(0);
  });

  it('[WI3] goes to a far month, in questions of a month at most, and shows its first free day', async () => {
    const { picker, windows } = modelOf(office, { maxDays: () => 200 });
    await picker.loadMore();
    await picker.goTo('2027-04-01');
    expect(picker.date.value).toBe('2027-04-02');
    for (const [from, to] of windows) expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(31 * DAY + 3_600_000);
    await picker.goTo('2026-12-01');
    expect(picker.date.value).toBe('2026-12-01');
  });

  it('[SL7] a time that fills up while it is looked at is shown as full; the chosen one is let go and told', async () => {
    let taken: number[] = [];
    const { picker } = modelOf((start, end) => ({
      zone: ZONE,
      slots: office(start, end).slots.filter(({ time }) => !taken.includes(time)),
    }));
    await picker.loadMore();
    picker.chooseTime(MORNING);
    await picker.refresh();
    expect([picker.time.value, picker.lost.value]).toEqual([MORNING, undefined]);
    taken = [MORNING];
    await picker.refresh();
    const slots = picker.days.value.find(({ date }) => date === '2026-11-24')?.slots;
    expect(slots?.find(({ time }) => time === MORNING)).toEqual({ time: MORNING, capacity: 0 });
    expect([picker.time.value, picker.slot.value, picker.lost.value]).toEqual([undefined, undefined, MORNING]);
    picker.chooseTime(MORNING + 900_000);
    expect(picker.lost.value).toBeUndefined();
    taken = [];
    await picker.refresh();
    expect(
      picker.days.value.find(({ date }) => date === '2026-11-24')?.slots.some(({ time, capacity }) => time === MORNING && capacity > 0),
    ).toBe(true);
  });

  it('[SL7] looks again at the day on show only, times that have passed are gone, and a failure changes nothing', async () => {
    let now = NOW;
    let down = false;
    const { picker, windows } = modelOf((start, end) => (down ? Promise.reject(new Error('down')) : office(start, end)), {
      now: () => now,
    });
    await picker.loadMore();
    const first = picker.firstFree.value?.time ?? 0;
    now = first + 60_000;
    await picker.refresh();
    expect(windows.at(-1)).toEqual([new Date(now).toISOString(), '2026-11-24T05:00:00.000Z']);
    expect(picker.firstFree.value?.time).toBeGreaterThan(now);
    const before = picker.days.value;
    down = true;
    await picker.refresh();
    expect(picker.days.value).toBe(before);
  });
});

describe('SlotPicker', () => {
  async function shown({
    lang = 'en-US',
    fetchWindow = office,
    ...options
  }: Partial<Omit<PickerModelOptions, 'fetchWindow'>> & { lang?: string; fetchWindow?: Parameters<typeof modelOf>[0] } = {}) {
    const environment = fakeEnvironment({ now: () => NOW });
    const translator = createTranslator({ lang });
    translator.add(englishLater);
    const zone = options.zone ?? ZONE;
    const { picker, windows } = modelOf(fetchWindow, { ...options, zone });
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

  it('[WI3] leads back to the first free time from any other day, and takes it', async () => {
    const { picker, loading, user } = await shown({});
    await loading;
    expect(screen.queryByRole('button', { name: /first free/ })).toBeNull();
    picker.chooseDate('2026-11-25');
    await user.click(await screen.findByRole('button', { name: /^first free: today/ }));
    expect(picker.time.value).toBe(picker.firstFree.value?.time);
    expect(screen.queryByRole('button', { name: /first free/ })).toBeNull();
  });

  it('[WI3] far months are one choice away; near ones need none', async () => {
    const { picker, loading, user } = await shown({ maxDays: () => 200 });
    await loading;
    const months = screen.getByRole('combobox', { name: 'month' });
    expect(months.textContent).toContain('November 2026');
    await user.selectOptions(months, 'April 2027');
    await waitFor(() => expect(picker.date.value).toBe('2027-04-02'));
    expect((await screen.findByRole('radio', { name: 'Friday, April 2' })).getAttribute('aria-checked')).toBe('true');
    cleanup();
    const near = await shown({ maxDays: () => 30 });
    await near.loading;
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('[SL7] a chosen time that somebody else takes is told, with the next step', async () => {
    let taken = false;
    const { picker, loading } = await shown({
      fetchWindow: (start, end) => ({ zone: ZONE, slots: office(start, end).slots.filter(({ time }) => !taken || time !== MORNING) }),
    });
    await loading;
    picker.chooseTime(MORNING);
    taken = true;
    await picker.refresh();
    expect((await screen.findByRole('alert')).textContent).toBe('Tue, 9:30 AM: That time has just been taken. Please pick another time.');
    expect(screen.getByRole('option', { name: /9:30 AM.*full/ }).getAttribute('aria-disabled')).toBe('true');
  });

  it('[BH1] a day whose clocks are set back shows its doubled hour apart', async () => {
    const start = Date.parse('2026-11-01T05:00:00Z');
    const slots = Array.from({ length: 4 }, (_, at) => ({ time: start + at * 1_800_000, capacity: 1 }));
    const { loading } = await shown({ now: () => start - DAY, fetchWindow: () => ({ zone: ZONE, slots }) });
    await loading;
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      '1:00 AM EDT',
      '1:30 AM EDT',
      '1:00 AM EST',
      '1:30 AM EST',
    ]);
  });
});
