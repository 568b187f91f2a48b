import type { Offers } from '@ringback/contract';
import type { Choice, OfferView, Settings } from './offer-view.js';

/** What the server's answer leaves of the site's switches. */
export function knownOffer(offers: Offers, settings: Settings): OfferView {
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
    slotMinutes: offers.scheduled.slotDurationMinutes,
    captcha: offers.captcha,
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
