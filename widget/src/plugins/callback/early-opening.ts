import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';

export interface EarlyOpeningParts<Drawn> {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Pick<Translator, 'lang'>;
  /** The button; without one nobody is seen to come. */
  readonly launcher?: HTMLElement | undefined;
  readonly signal: AbortSignal;
  /** Draws what the button opens, where nobody sees it. @returns `undefined` where that can't be of use. */
  draw(): Drawn | undefined;
  /** Takes it away again. @returns what is there then: nothing */
  hide(): undefined;
}

/** What is drawn while pointer, finger or focus is on the button, for the press to show. */
export interface EarlyOpening<Drawn> {
  /** What was drawn holds no more. */
  discard(): void;
  /** A panel opens; nothing is drawn early from now on, since another opens as quickly without. @returns what is drawn, if it fits. */
  take(fits: boolean): Drawn | null | undefined;
}

/** Milliseconds after which whoever has left the button isn't awaited any more: a finger leaves before its press counts. */
const PATIENCE_MS = 1000;

/** Watches the button from the plugin's `ready` on; who is on it then counts at once. */
export function createEarlyOpening<Drawn>(parts: EarlyOpeningParts<Drawn>): EarlyOpening<Drawn> {
  const { plugin, environment, translator, launcher, signal, draw, hide } = parts;
  /** `null` after the first opening. */
  let drawn: Drawn | null | undefined;
  let lang: string;
  let callOff = (): void => undefined;
  const discard = (): void => {
    if (drawn) drawn = hide();
  };
  const prepare = (): void => {
    if (drawn !== undefined) return;
    lang = translator.lang;
    drawn = draw();
  };
  plugin.subscribe('Callback.ready', () => {
    for (const type of ['pointerenter', 'focusin', 'pointerleave', 'focusout'])
      launcher?.addEventListener(
        type,
        () => {
          callOff();
          // Leave and out.
          if (/[et]$/.test(type)) callOff = environment.after(PATIENCE_MS, discard);
          else prepare();
        },
        { signal },
      );
    if (launcher?.matches(':hover,:focus-within')) prepare();
  });
  return {
    discard,
    take(fits) {
      // To listen for `App.i18n` would bring the plugin App to every page.
      if (!fits || lang !== translator.lang) discard();
      const taken = drawn;
      drawn = null;
      return taken;
    },
  };
}
