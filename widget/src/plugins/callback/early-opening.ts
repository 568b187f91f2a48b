import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';

export interface EarlyOpeningParts<Made> {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Pick<Environment, 'afterFrame' | 'whenIdle'>;
  readonly translator: Pick<Translator, 'lang'>;
  readonly signal: AbortSignal;
  /** Makes what the button opens. @returns `undefined` where that can't be of use. */
  make(): Made | undefined;
  /** Draws it where nobody sees it, a piece at each step. */
  draw(made: Made): Iterable<void>;
  /** Takes it away again. @returns what is there then: nothing */
  hide(): undefined;
}

/** What is made ready while the page has nothing better to do, for the press to show. */
export interface EarlyOpening<Made> {
  /** What was made holds no more. */
  discard(): void;
  /** A panel opens; nothing is made early from now on, since another opens as quickly without. @returns what is made, if it fits. */
  take(fits: boolean): Made | null | undefined;
}

/** Waits for the plugin's `ready`. Each step has an idle moment of its own: whatever the visitor does meanwhile comes in between. */
export function createEarlyOpening<Made>(parts: EarlyOpeningParts<Made>): EarlyOpening<Made> {
  const { plugin, environment, translator, signal, make, draw, hide } = parts;
  /** `null` after the first opening. */
  let made: Made | null | undefined;
  let lang: string;
  const discard = (): void => {
    if (made) made = hide();
  };
  function* work(): Generator<void> {
    lang = translator.lang;
    made = make();
    yield;
    if (made) yield* draw(made);
  }
  const go = (rest: Iterator<void>): void =>
    // What a step has drawn is laid out in the frame behind it.
    environment.afterFrame(() =>
      environment.whenIdle(() => {
        if (!signal.aborted && made !== null && !rest.next().done) go(rest);
      }),
    );
  plugin.subscribe('Callback.ready', () => go(work()));
  return {
    discard,
    take(fits) {
      // To listen for `App.i18n` would bring the plugin App to every page.
      if (!fits || lang !== translator.lang) discard();
      const taken = made;
      made = null;
      return taken;
    },
  };
}
