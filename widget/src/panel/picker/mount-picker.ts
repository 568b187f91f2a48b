import { h, render } from 'preact';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';
import { KitContext } from '../../ui/kit.js';
import { createStyledRoot } from '../../ui/shadow-root.js';
import type { TimeText } from '../../ui/time-text.js';
import laterCss from '../later.css?inline';
import panelCss from '../panel.css?inline';
import type { PickerModel } from './picker-model.js';
import { SlotPicker } from './SlotPicker.js';

export interface MountPickerDeps {
  environment: Environment;
  translator: Translator;
  times: TimeText;
  theme: 'light' | 'dark' | 'auto';
  /** Unmounts the picker. */
  signal: AbortSignal;
}

/** A picker as an element of its own, for a place in the page that isn't the panel. */
export function mountPicker(picker: PickerModel, { environment, translator, times, theme, signal }: MountPickerDeps): HTMLElement {
  const element = environment.document.createElement('ringback-calendar');
  element.lang = translator.lang;
  element.dir = translator.direction;
  const { root } = createStyledRoot(element, panelCss + laterCss);
  const kit = { translator, times, environment, announce: () => undefined };
  const view = h('div', { class: `rb alone ${theme}` }, h(SlotPicker, { picker }));
  render(h(KitContext.Provider, { value: kit }, view), root);
  signal.addEventListener('abort', () => render(null, root), { once: true });
  return element;
}
