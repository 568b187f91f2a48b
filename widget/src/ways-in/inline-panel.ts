import type { CallbackWidget } from '../index.js';

/** The panel as a part of the page: no corner, no shadow, no buttons to close or minimize. */
const INLINE = `.rb .dock{position:static;inline-size:auto;block-size:auto}
.rb .panel,.rb.sheet .panel{block-size:auto;max-block-size:none;border-radius:var(--_radius);box-shadow:none;border:1px solid var(--_line);animation:none}
.rb .panel::before{content:none}
.rb .head>.tool:not(:first-child){display:none}
.rb.sheet .head{padding-block-start:16px}`;

/**
 * Keeps the panel of a widget open in its place, without taking the focus. When a visitor is done with it, a new form stands there.
 * @param place what the widget was given as its place
 * @returns the way out
 */
export function keepOpen({ bus }: CallbackWidget, place: ParentNode & Node): () => void {
  const { defaultView = null } = place.ownerDocument ?? {};
  const sheet = new (defaultView ?? globalThis).CSSStyleSheet();
  sheet.replaceSync(INLINE);
  let isOver = false;
  const open = (): void => {
    if (!isOver) void bus.command('Callback.open', { keepFocus: true });
  };
  const dress = (): void => {
    const root = place.querySelector('ringback-panel')?.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  // Its own steps back are buttons; what closes a window in a corner has no meaning in a page.
  const keep = (event: Event): void => {
    if ((event as KeyboardEvent).key === 'Escape') event.preventDefault();
  };
  place.addEventListener('keydown', keep, true);
  const leave = [bus.subscribe('Callback.opened', dress), bus.subscribe('Callback.closed', () => queueMicrotask(open))];
  open();
  return () => {
    isOver = true;
    place.removeEventListener('keydown', keep, true);
    for (const unsubscribe of leave) unsubscribe();
  };
}
