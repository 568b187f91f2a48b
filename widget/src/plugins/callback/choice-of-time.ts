import type { CallbackOptions } from '../../options/widget-options.js';
import type { OfferView } from './offer-view.js';
import { signal, type ReadonlySignal } from '../../ui/signals.js';

/** When the visitor wants the call. `time` (epoch milliseconds) is `undefined` until one is picked. */
export type When = { readonly way: 'now' } | { readonly way: 'time'; readonly time: number | undefined };

/** What is chosen on the two cards: by the visitor, or for them until they do. */
export interface ChoiceOfTime {
  readonly when: ReadonlySignal<When>;
  now(): void;
  /** Marks the second way; a time chosen before comes back. */
  later(): void;
  /** @returns whether it is another time than before. */
  at(time: number): boolean;
  /** That time can't be had: the way stays, the time is open again. */
  forget(time: number): void;
  /** What the offer leaves, as long as the visitor has not chosen. */
  suggest(offer: OfferView): void;
}

type Switches = Pick<CallbackOptions, 'immediateCallback'>;

/** @param desiredTime from a prefilled form: `now`, a time, or nothing. */
export function createChoiceOfTime(desiredTime: string | Date | undefined, switches: Switches): ChoiceOfTime {
  const first = firstChoice(desiredTime, switches);
  const when = signal(first);
  let isOwn = desiredTime !== undefined;
  let lastTime = first.way === 'time' ? first.time : undefined;
  return {
    when,
    now() {
      isOwn = true;
      when.value = { way: 'now' };
    },
    later() {
      isOwn = true;
      if (when.peek().way === 'now') when.value = { way: 'time', time: lastTime };
    },
    at(time) {
      const before = when.peek();
      isOwn = true;
      lastTime = time;
      when.value = { way: 'time', time };
      return before.way === 'now' || before.time !== time;
    },
    forget(time) {
      if (lastTime === time) lastTime = undefined;
      const chosen = when.peek();
      if (chosen.way === 'time' && chosen.time === time) when.value = { way: 'time', time: undefined };
    },
    suggest({ immediate, immediateFrom, scheduled }) {
      if (isOwn) return;
      const prefersLater = scheduled === 'offered' && (immediate !== 'offered' || immediateFrom !== undefined);
      if (prefersLater) when.value = { way: 'time', time: undefined };
      else if (immediate === 'offered') when.value = { way: 'now' };
    },
  };
}

function firstChoice(desiredTime: string | Date | undefined, { immediateCallback }: Switches): When {
  const time = desiredTime === undefined || desiredTime === 'now' ? NaN : new Date(desiredTime).getTime();
  if (!Number.isNaN(time)) return { way: 'time', time };
  return immediateCallback || desiredTime === 'now' ? { way: 'now' } : { way: 'time', time: undefined };
}
