import type { Tone } from '../../../panel/Panel.js';
import type { Kit } from '../../../ui/kit.js';
import type { OfferView } from '../offer-view.js';

/** The line below the title. */
export interface StatusLine {
  readonly text: string | undefined;
  readonly tone: Tone | undefined;
}

/** What the form says about the business: open, closed until when, or nothing yet. */
export function formStatus({ open, nextOpening }: OfferView, { translator, times, environment }: Kit): StatusLine {
  if (open === undefined) return { text: undefined, tone: undefined };
  if (open) return { text: translator.text('ringback.AgentsAvailable'), tone: 'good' };
  const time = nextOpening === undefined ? undefined : times.near(nextOpening, environment.now());
  return {
    text: time === undefined ? translator.text('ringback.ClosedNow') : translator.text('ringback.ClosedOpens', { Time: time }),
    tone: undefined,
  };
}
