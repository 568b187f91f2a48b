import type { Translator } from '../../../i18n/translate.js';
import type { Kit } from '../../../ui/kit.js';
import type { Tone } from '../../../panel/Panel.js';
import type { Screen } from '../flow.js';
import type { OfferView } from '../offer-view.js';
import { isOver, viewOf } from '../request-view.js';

/** Where a minimized panel stands: the place in line while there is one, else what its title line says. */
export function pillLine(screen: Screen, line: StatusLine, { translator }: Kit): string | undefined {
  const view = screen.at === 'request' ? viewOf(screen.booked) : undefined;
  return view?.kind === 'waiting' ? placeText(view.position, translator) : line.text;
}

/** `You're next`, `3rd in line`. */
export const placeText = (position: number, translator: Translator): string =>
  position === 1 ? translator.text('ringback.PlaceNext') : translator.plural('ringback.PlaceInLine', position, undefined, 'ordinal');

/** The line below the title. */
export interface StatusLine {
  readonly text: string | undefined;
  readonly tone: Tone | undefined;
}

export function statusLine(screen: Screen, offer: OfferView, { translator, times, environment }: Kit): StatusLine {
  const { text } = translator;
  if (screen.at === 'picker' || screen.at === 'move') return { text: text('callback.CallbackTitle'), tone: undefined };
  if (screen.at === 'request') {
    const view = viewOf(screen.booked);
    if (view.kind === 'calling') return { text: text('ringback.Calling'), tone: 'busy' };
    if (view.kind === 'connected') return { text: text('ringback.OnTheCall'), tone: 'good' };
    return isOver(view) ? { text: text('ringback.Ended'), tone: 'off' } : { text: text('ringback.Booked'), tone: 'good' };
  }
  if (offer.open === undefined) return { text: undefined, tone: undefined };
  if (offer.open) return { text: text('ringback.AgentsAvailable'), tone: 'good' };
  const { nextOpening } = offer;
  return {
    text:
      nextOpening === undefined
        ? text('ringback.ClosedNow')
        : text('ringback.ClosedOpens', { Time: times.near(nextOpening, environment.now()) }),
    tone: undefined,
  };
}
