import type { CaptchaOffer, Offers } from '@ringback/contract';
import type { CallbackOptions } from '../../options/widget-options.js';

/** The server's answer, and how to read it: both arrive behind the form. */
export interface KnownOffer {
  readonly known: 'yes';
  readonly offers: Offers;
  viewOf(offers: Offers, settings: Settings): OfferView;
}

/** What is known of the server's offer: it is asked once, when the panel opens. */
export type OfferState = { readonly known: 'asking' } | { readonly known: 'failed' } | KnownOffer;

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
  /** Length of a slot in minutes, once known. */
  readonly slotMinutes?: number;
  /** CA1: what a request needs a token of; absent: none. */
  readonly captcha?: CaptchaOffer | undefined;
}

export type Settings = Pick<CallbackOptions, 'immediateCallback' | 'scheduledCallback' | 'ewt'>;

/** Combines the site's switches with the server's offer. Before the answer everything that the site allows is `unknown`. */
export const offerViewOf = (state: OfferState, settings: Settings): OfferView =>
  state.known === 'yes' ? state.viewOf(state.offers, settings) : unknownOffer(settings);

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
