import type { Kit } from '../../../ui/kit.js';
import type { When } from '../choice-of-time.js';
import type { OfferView } from '../offer-view.js';

/** The consequence of "as soon as possible". */
export function nowText({ immediate, immediateFrom, waitMinutes }: OfferView, { translator, times, environment }: Kit): string {
  if (immediate === 'refused') return translator.text('ringback.NotNow');
  if (immediateFrom !== undefined) return translator.text('ringback.FromTime', { Time: times.near(immediateFrom, environment.now()) });
  if (waitMinutes === undefined) return translator.text('ringback.WaitUnknown');
  return waitMinutes === 0 ? translator.text('ringback.WaitNone') : translator.plural('ringback.WaitAbout', waitMinutes);
}

/** What "pick date & time" leads to: the chosen time, else the first free one. */
export function timeText({ scheduled, firstFree }: OfferView, when: When, { translator, times, environment }: Kit): string {
  const now = environment.now();
  if (when.way === 'time' && when.time !== undefined) return times.near(when.time, now);
  if (scheduled === 'refused') return translator.text('ringback.NothingFree');
  if (firstFree === undefined) return translator.text('ringback.ChooseTime');
  return translator.text('ringback.FirstFree', { Time: times.near(firstFree, now) });
}
