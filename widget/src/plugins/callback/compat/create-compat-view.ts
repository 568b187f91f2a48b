import { englishVendor } from '../../../i18n/english-vendor.js';
import { builtInField, NOTES_FIELD } from '../../../form/fields.js';
import { deepActiveElement, returnFocus } from '../../../ui/focus.js';
import { addPageCss } from '../../../ui/page-nodes.js';
import { signal } from '../../../ui/signals.js';
import { createTimeText } from '../../../ui/time-text.js';
import type { CreateView } from '../panel-view.js';
import { laterViews } from '../views/later.js';
import type { OverlayContent } from '../views/Overlay.js';
import { addIcons } from '../../../ui/Icon.js';
import { bindBy } from './bind.js';
import compatCss from './compat.css?inline';
import { showSession, type ShownSession } from './show-session.js';

/**
 * WI6, `compatDom`: draws the panel in the page itself, with the ids and classes that sites of the vendor's widget patch.
 * Plain elements, drawn once a screen: whatever a site does to them stays, and the form is read from the page when it is sent.
 */
export const createCompatView: CreateView = (deps) => {
  const { environment, translator, main, signal: lifetime } = deps;
  const { document } = environment;
  addPageCss(compatCss, document, lifetime);
  addIcons(laterViews.icons);
  translator.add(laterViews.texts);
  translator.add(englishVendor);

  const minimized = signal(false);
  const overlay = signal<OverlayContent | undefined>(undefined);
  const times = createTimeText({ translator, zone: deps.zone(), timeFormat: main.timeFormat });
  const bind = bindBy(environment.global);
  let opener: HTMLElement | undefined;
  let shown: ShownSession | undefined;

  return {
    minimized,
    overlay,
    loadLater: () => Promise.resolve(laterViews),
    focus: () => shown?.focus(),
    complete(fields, definition) {
      if (definition?.['notes'] === false || fields.some(({ name }) => name === NOTES_FIELD)) return fields;
      // The vendor's notes can't be left out by a form: sites hide them, and fail where there is nothing to hide.
      return [...fields, builtInField(NOTES_FIELD, translator.resolve)];
    },
    readLive: () => shown?.read() ?? {},
    captchaPlace: () => shown?.captchaPlace(),
    show(session, on) {
      opener = deepActiveElement(document);
      minimized.value = false;
      overlay.value = undefined;
      shown = showSession({ ...deps, document, bind, times, session, on, minimized, overlay });
      shown.focus();
    },
    hide() {
      shown?.end();
      shown = undefined;
      returnFocus(opener);
      opener = undefined;
    },
  };
};
