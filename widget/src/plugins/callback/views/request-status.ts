import type { Translator } from '../../../i18n/translate.js';
import type { Booked } from '../flow.js';
import { isOver, viewOf } from '../request-view.js';
import type { StatusLine } from './status-line.js';

/** The line below the title of a booked request, and its step: the focus follows when the step changes. */
export function requestStatus(booked: Booked, { text }: Translator): StatusLine & { readonly step: string } {
  const view = viewOf(booked);
  if (view.kind === 'calling') return { text: text('ringback.Calling'), tone: 'busy', step: view.kind };
  if (view.kind === 'connected') return { text: text('ringback.OnTheCall'), tone: 'good', step: view.kind };
  if (view.kind === 'retrying') return { text: text('ringback.TryingAgain'), tone: 'off', step: view.kind };
  if (isOver(view)) return { text: text('ringback.Ended'), tone: 'off', step: view.kind };
  return { text: text('ringback.Booked'), tone: 'good', step: 'booked' };
}

/** Where a minimized request stands: the place in line while there is one, else what its title line says. */
export function pillText(booked: Booked, translator: Translator): string | undefined {
  const view = viewOf(booked);
  return view.kind === 'waiting' ? placeText(view.position, translator) : requestStatus(booked, translator).text;
}

/** `You're next`, `3rd in line`. */
export const placeText = (position: number, translator: Translator): string =>
  position === 1 ? translator.text('ringback.PlaceNext') : translator.plural('ringback.PlaceInLine', position, undefined, 'ordinal');
