import { groupByDay, type PickableDay, type PickableSlot } from './group-slots.js';
import { addDays, wallClock, type LocalDate } from '../../ui/local-time.js';
import { createLoader } from './picker-loader.js';
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
  /** The last day that can be asked for. */
  readonly lastDate: ReadonlySignal<LocalDate>;
  /** The first free place as far as loaded. */
  readonly firstFree: ReadonlySignal<PickableSlot | undefined>;
  /** The chosen time, once somebody else has taken it. */
  readonly lost: ReadonlySignal<number | undefined>;
  chooseDate(date: LocalDate): void;
  /** Loads up to a date, and shows the first day from then on with a free place. */
  goTo(date: LocalDate): Promise<void>;
  /** A full time can't be chosen. One that isn't loaded yet can: it counts once it is. */
  chooseTime(time: number): void;
  /** The server says that no place is left at a time: it is shown as full, and no longer chosen. */
  markFull(time: number): void;
  /** Loads later days; again after a failure. Calls while one is running share it. */
  loadMore(): Promise<void>;
  /** Asks again for the day on show. A failure changes nothing. */
  refresh(): Promise<void>;
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

/** Makes a picker that has asked for nothing yet: call `loadMore`. */
export function createPickerModel(options: PickerModelOptions): PickerModel {
  const { zone, onTime } = options;
  const { slots, businessZone, load, loadMore, loadUntil, reload, refresh } = createLoader(options);
  const chosenDate = signal<LocalDate>();
  const chosenTime = signal<number>();
  const lost = signal<number>();
  const days = computed(() => groupByDay(slots.value, zone));
  const date = computed(() => chosenDate.value ?? firstFree(days.value)?.date);
  const clear = (): void => void (chosenDate.value = chosenTime.value = lost.value = undefined);
  const isFull = (at: number): boolean => slots.peek().some(({ time, capacity }) => time === at && capacity <= 0);
  return {
    zone,
    businessZone,
    days,
    load,
    date,
    time: chosenTime,
    lost,
    lastDate: computed(() => addDays(wallClock(options.now(), zone).date, options.maxDays())),
    slot: computed(() => slots.value.find(({ time }) => time === chosenTime.value)),
    firstFree: computed(() => slots.value.find(({ capacity }) => capacity > 0)),
    chooseDate: (next) => void (chosenDate.value = next),
    chooseTime(next) {
      if (isFull(next)) return;
      const found = slots.value.find(({ time }) => time === next);
      lost.value = undefined;
      chosenTime.value = next;
      chosenDate.value = wallClock(next, zone).date;
      if (found) onTime?.(found);
    },
    markFull(full) {
      slots.value = slots.value.map((slot) => (slot.time === full ? { time: full, capacity: 0 } : slot));
      if (chosenTime.value === full) chosenTime.value = undefined;
    },
    loadMore: () => loadMore(),
    async goTo(wanted) {
      await loadUntil(wanted);
      const day = days.peek().find((one) => one.date >= wanted && one.free > 0);
      if (day) chosenDate.value = day.date;
    },
    async refresh() {
      const shown = date.peek();
      if (shown === undefined || load.peek() === 'loading') return;
      await refresh(shown).catch(() => undefined);
      const chosen = chosenTime.peek();
      if (chosen === undefined || !isFull(chosen)) return;
      lost.value = chosen;
      chosenTime.value = undefined;
    },
    clear,
    reset() {
      clear();
      return reload();
    },
  };
}

const firstFree = (days: readonly PickableDay[]): PickableDay | undefined => days.find(({ free }) => free > 0) ?? days[0];
