import { groupByDay, type PickableDay, type PickableSlot } from './group-slots.js';
import { addDays, wallClock, type LocalDate } from '../../ui/local-time.js';
import { startOfDay } from './start-of-day.js';
import { computed, signal, type ReadonlySignal } from '../../ui/signals.js';

/** One window of availability as the server told it. */
export interface SlotWindow {
  readonly slots: readonly PickableSlot[];
  /** Zone of the business hours. */
  readonly zone: string;
}

export type PickerLoad = 'loading' | 'ready' | 'failed' | 'complete';

/** A day-and-time choice without looks: what can be chosen, what is, and how to get more. */
export interface PickerModel {
  /** Zone that days are counted in. */
  readonly zone: string;
  readonly businessZone: ReadonlySignal<string | undefined>;
  /** Days that have slots, free or full, as far as loaded. */
  readonly days: ReadonlySignal<readonly PickableDay[]>;
  /** `complete`: there are no later days. */
  readonly load: ReadonlySignal<PickerLoad>;
  readonly date: ReadonlySignal<LocalDate | undefined>;
  readonly time: ReadonlySignal<number | undefined>;
  /** The chosen slot, while it is known. */
  readonly slot: ReadonlySignal<PickableSlot | undefined>;
  chooseDate(date: LocalDate): void;
  /** A full time can't be chosen. One that isn't loaded yet can: it counts once it is. */
  chooseTime(time: number): void;
  /** The server says that no place is left at a time: it is shown as full, and no longer chosen. */
  markFull(time: number): void;
  /** Loads later days; again after a failure. Calls while one is running share it. */
  loadMore(): Promise<void>;
  /** Forgets the choice. */
  clear(): void;
  /** Forgets the choice and what was loaded, and asks anew. */
  reset(): Promise<void>;
}

export interface PickerModelOptions {
  zone: string;
  now(): number;
  /** Days asked for at a time. */
  windowDays: number;
  /** Days after today that may be asked for. */
  maxDays: () => number;
  /** Asks for the slots from one instant to another, epoch milliseconds. */
  fetchWindow(start: number, end: number): Promise<SlotWindow>;
  /** After the visitor chose a time. */
  onTime?(slot: PickableSlot): void;
}

/** Windows without any slot to skip in one go before the visitor is asked to press again. */
const EMPTY_WINDOWS = 5;

/** Asks for one window of days after the other. */
function createLoader(options: PickerModelOptions) {
  const { zone } = options;
  const slots = signal<readonly PickableSlot[]>([]);
  const businessZone = signal<string>();
  const load = signal<PickerLoad>('loading');
  let nextDate: LocalDate | undefined;
  let running: Promise<void> | undefined;
  // Answers to questions from before a reset are dropped.
  let generation = 0;

  async function loadWindow(mine: number): Promise<boolean> {
    const today = wallClock(options.now(), zone).date;
    const from = nextDate ?? today;
    const last = addDays(today, options.maxDays() + 1);
    const to = [addDays(from, options.windowDays), last].sort()[0] ?? last;
    const found = await options.fetchWindow(Math.max(startOfDay(from, zone), options.now()), startOfDay(to, zone));
    if (mine !== generation) return true;
    nextDate = to;
    businessZone.value = found.zone;
    slots.value = mergeSlots(slots.value, found.slots);
    load.value = to >= last ? 'complete' : 'ready';
    return load.value === 'complete' || found.slots.length > 0;
  }
  async function loadDays(mine: number): Promise<void> {
    load.value = 'loading';
    try {
      for (let tries = 0; tries < EMPTY_WINDOWS; tries++) if (await loadWindow(mine)) return;
    } catch {
      if (mine === generation) load.value = 'failed';
    }
  }
  const loadMore = (): Promise<void> => {
    if (load.value === 'complete') return Promise.resolve();
    const mine = generation;
    running ??= loadDays(mine).finally(() => {
      if (mine === generation) running = undefined;
    });
    return running;
  };
  const reload = (): Promise<void> => {
    generation++;
    nextDate = running = undefined;
    slots.value = [];
    load.value = 'loading';
    return loadMore();
  };
  return { slots, businessZone, load, loadMore, reload };
}

/** Makes a picker that has asked for nothing yet: call `loadMore`. */
export function createPickerModel(options: PickerModelOptions): PickerModel {
  const { zone, onTime } = options;
  const { slots, businessZone, load, loadMore, reload } = createLoader(options);
  const chosenDate = signal<LocalDate>();
  const chosenTime = signal<number>();
  const days = computed(() => groupByDay(slots.value, zone));
  const clear = (): void => void (chosenDate.value = chosenTime.value = undefined);
  return {
    zone,
    businessZone,
    days,
    load,
    date: computed(() => chosenDate.value ?? firstFree(days.value)?.date),
    time: chosenTime,
    slot: computed(() => slots.value.find(({ time }) => time === chosenTime.value)),
    chooseDate: (next) => void (chosenDate.value = next),
    chooseTime(next) {
      const found = slots.value.find(({ time }) => time === next);
      if (found && found.capacity <= 0) return;
      chosenTime.value = next;
      chosenDate.value = wallClock(next, zone).date;
      if (found) onTime?.(found);
    },
    markFull(full) {
      slots.value = slots.value.map((slot) => (slot.time === full ? { time: full, capacity: 0 } : slot));
      if (chosenTime.value === full) chosenTime.value = undefined;
    },
    loadMore,
    clear,
    reset() {
      clear();
      return reload();
    },
  };
}

const firstFree = (days: readonly PickableDay[]): PickableDay | undefined => days.find(({ free }) => free > 0) ?? days[0];

function mergeSlots(old: readonly PickableSlot[], more: readonly PickableSlot[]): PickableSlot[] {
  const byTime = new Map([...old, ...more].map((slot) => [slot.time, slot]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}
