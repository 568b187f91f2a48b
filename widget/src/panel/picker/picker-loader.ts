import { addDays, wallClock, type LocalDate } from '../../ui/local-time.js';
import { signal } from '../../ui/signals.js';
import type { PickableSlot } from './group-slots.js';
import type { PickerLoad, PickerModelOptions } from './picker-model.js';
import { startOfDay } from './start-of-day.js';

/** Windows without any free place to skip in one go before the visitor is asked to press again: a year. */
const EMPTY_WINDOWS = 13;
/** SL6: the server answers for so many days at a time. Where there was nothing, more days are asked for at once. */
const LONG_WINDOW = 31;

/** Asks for one window of days after the other, and again for what may have changed. */
export function createLoader(options: PickerModelOptions) {
  const { zone } = options;
  const slots = signal<readonly PickableSlot[]>([]);
  const businessZone = signal<string>();
  const load = signal<PickerLoad>('loading');
  let nextDate: LocalDate | undefined;
  let running: Promise<void> | undefined;
  // Answers to questions from before a reset are dropped.
  let generation = 0;

  const isComplete = (): boolean => load.peek() === 'complete';
  /** @returns whether there is something to show, or no more to come */
  async function loadWindow(mine: number, days: number): Promise<boolean> {
    const { from, to, last } = windowFrom(nextDate, days, options);
    const found = await options.fetchWindow(Math.max(startOfDay(from, zone), options.now()), startOfDay(to, zone));
    if (mine !== generation) return true;
    nextDate = to;
    businessZone.value = found.zone;
    slots.value = mergeSlots(slots.value, found.slots);
    load.value = to >= last ? 'complete' : 'ready';
    return isComplete() || found.slots.some(({ capacity }) => capacity > 0);
  }
  async function loadDays(mine: number, until: LocalDate): Promise<void> {
    load.value = 'loading';
    let days = until === '' ? options.windowDays : LONG_WINDOW;
    try {
      for (let tries = 0; tries < EMPTY_WINDOWS; tries++) {
        const isEnough = await loadWindow(mine, days);
        if (mine !== generation || isComplete() || (isEnough && (nextDate ?? '') > until)) return;
        load.value = 'loading';
        days = LONG_WINDOW;
      }
      load.value = 'ready';
    } catch {
      if (mine === generation) load.value = 'failed';
    }
  }
  /** @param until goes on until this date is known, too */
  const loadMore = (until: LocalDate = ''): Promise<void> => {
    if (load.value === 'complete') return Promise.resolve();
    const mine = generation;
    running ??= loadDays(mine, until).finally(() => {
      if (mine === generation) running = undefined;
    });
    return running;
  };
  const loadUntil = async (date: LocalDate): Promise<void> => {
    await running;
    if ((nextDate ?? '') <= date) await loadMore(date);
  };
  const reload = (): Promise<void> => {
    generation++;
    nextDate = running = undefined;
    slots.value = [];
    load.value = 'loading';
    return loadMore();
  };
  /** Asks for one day again: what is no longer free stays visible, as full. */
  const refresh = async (date: LocalDate): Promise<void> => {
    const mine = generation;
    const again = await dayAgain(date, slots.peek(), options);
    if (mine === generation) slots.value = mergeSlots(slots.peek(), again);
  };
  return { slots, businessZone, load, loadMore, loadUntil, reload, refresh };
}

/** Dates of the next window, never past the last bookable one. */
function windowFrom(next: LocalDate | undefined, days: number, { zone, now, maxDays }: PickerModelOptions) {
  const today = wallClock(now(), zone).date;
  const from = next ?? today;
  const last = addDays(today, maxDays() + 1);
  const to = [addDays(from, days), last].sort()[0] ?? last;
  return { from, to, last };
}

/** The slots of one day as they are now; those known before that are gone, or past, as full. */
async function dayAgain(date: LocalDate, known: readonly PickableSlot[], { zone, now, fetchWindow }: PickerModelOptions) {
  const start = startOfDay(date, zone);
  const end = startOfDay(addDays(date, 1), zone);
  const from = Math.max(start, now());
  const found = from < end ? (await fetchWindow(from, end)).slots : [];
  const ofDay = known.filter(({ time }) => time >= start && time < end);
  return mergeSlots(
    ofDay.map(({ time }) => ({ time, capacity: 0 })),
    found,
  );
}

function mergeSlots(old: readonly PickableSlot[], more: readonly PickableSlot[]): PickableSlot[] {
  const byTime = new Map([...old, ...more].map((slot) => [slot.time, slot]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}
