import type { Offers } from '@ringback/contract';
import type { CallbackOptions } from '../../options/widget-options.js';

/** What is known of the server's offer: it is asked once, when the panel opens. */
export type OfferState = { readonly known: 'asking' } | { readonly known: 'failed' } | { readonly known: 'yes'; readonly offers: Offers };

/** Whether one of the two ways can be taken. `unknown` can, and the server decides; `hidden` is switched off by the site. */
export type Choice = 'offered' | 'unknown' | 'refused' | 'hidden';

/** What the form says and offers. Times are epoch milliseconds. */
export interface OfferView {
  readonly open: boolean | undefined;
  readonly nextOpening: number | undefined;
  readonly immediate: Choice;
  /** While closed, as soon as possible means this first free slot after opening. */
  readonly immediateFrom: number | undefined;
  /** Minutes, 0 for hardly any; `undefined` = unknown or not to be shown. */
  readonly waitMinutes: number | undefined;
  readonly scheduled: Choice;
  readonly firstFree: number | undefined;
  /** Nothing can be booked, now or later. */
  readonly nothing: boolean;
  readonly businessZone: string | undefined;
}

type Settings = Pick<CallbackOptions, 'immediateCallback' | 'scheduledCallback' | 'ewt'>;

/** Combines the site's switches with the server's offer. Before the answer everything that the site allows is `unknown`. */
export function offerViewOf(state: OfferState, settings: Settings): OfferView {
  return state.known === 'yes' ? knownOffer(state.offers, settings) : unknownOffer(settings);
}

const unknownOffer = ({ immediateCallback, scheduledCallback }: Settings): OfferView => ({
  open: undefined,
  nextOpening: undefined,
  waitMinutes: undefined,
  firstFree: undefined,
  immediateFrom: undefined,
  businessZone: undefined,
  immediate: immediateCallback ? 'unknown' : 'hidden',
  scheduled: scheduledCallback ? 'unknown' : 'hidden',
  nothing: !immediateCallback && !scheduledCallback,
});

function knownOffer(offers: Offers, settings: Settings): OfferView {
  const wait = offers.immediate.estimatedWaitTime;
  const firstFree = instantOf(offers.scheduled.firstFree);
  const hasTimes = offers.scheduled.offered && firstFree !== undefined;
  const now = offers.immediate.offered && withinThresholds(wait, settings);
  const immediateFrom = !now && !offers.open && hasTimes ? firstFree : undefined;
  const immediate = choiceOf(settings.immediateCallback, now || immediateFrom !== undefined);
  const scheduled = choiceOf(settings.scheduledCallback, hasTimes);
  return {
    open: offers.open,
    nextOpening: instantOf(offers.nextOpening),
    immediate,
    immediateFrom,
    scheduled,
    firstFree,
    waitMinutes: settings.ewt.display ? shownMinutes(wait, settings.ewt.threshold) : undefined,
    nothing: immediate !== 'offered' && scheduled !== 'offered',
    businessZone: offers.timeZone,
  };
}

const shownMinutes = (wait: number, threshold: number): number | undefined =>
  wait < 0 ? undefined : wait < threshold ? 0 : Math.ceil(wait / 60);

const choiceOf = (allowed: boolean, offered: boolean): Choice => (!allowed ? 'hidden' : offered ? 'offered' : 'refused');

function withinThresholds(wait: number, { ewt }: Settings): boolean {
  const { thresholdMin, thresholdMax } = ewt.immediateCallback;
  return wait < 0 || ((thresholdMin === undefined || wait >= thresholdMin) && (thresholdMax === undefined || wait <= thresholdMax));
}

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
