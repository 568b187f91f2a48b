import type { PanelDeps } from '../../load-panel.js';
import { deepActiveElement, returnFocus } from '../../ui/focus.js';
import { make, nodeOf, setOf } from '../../ui/page-nodes.js';
import { applyTheme } from '../../ui/page-theme.js';
import type { OverlayOpenOptions } from './protocol.js';

interface Open {
  readonly group: string | false;
  readonly immutable: boolean;
  close(): void;
}

const RESERVED = 'Overlay view is currently reserved';

/** Registers `Overlay`: a site's own dialog over the page. */
export function registerOverlay(deps: PanelDeps): void {
  const { bus, environment, host, start } = deps;
  const { document, global } = environment;
  const plugin = bus.registerPlugin('Overlay');
  if (!plugin) return environment.warn('Another script has registered the plugin Overlay; ours is not used');
  let open: Open | undefined;
  const isReserved = (group: string | false): boolean => open !== undefined && open.immutable && !(group && group === open.group);
  const close = (): void => {
    open?.close();
    open = undefined;
    plugin.publish('closed');
  };

  plugin.registerEvents(['opened', 'closed']);
  plugin.registerCommand('configure', ({ deferred }) => deferred.resolve());
  plugin.registerCommand('open', ({ data, deferred }) => {
    const { html, group = false, immutable = false } = data;
    const node = nodeOf(html, document);
    if (!node) return deferred.reject('No content was provided. Overlay has ignored your command');
    if (isReserved(group)) return deferred.reject(RESERVED);
    if (open) close();
    open = { group, immutable, close: show(node, data, deps, () => open && !open.immutable && close()) };
    plugin.publish('opened');
    deferred.resolve({ html: setOf(node, global) });
  });
  plugin.registerCommand('close', ({ data: { group = false, force = false }, deferred }) => {
    if (!open) return deferred.reject('Overlay view is already closed');
    // Who gives no group is taken for the owner: that is how callers close theirs.
    if (!force && group !== false && isReserved(group)) return deferred.reject(RESERVED);
    close();
    deferred.resolve();
  });
  host.signal.addEventListener('abort', () => open?.close());
  start(plugin);
}

/** Draws the dialog and takes the focus. @returns what takes it off again */
function show(
  node: Node,
  { controls }: OverlayOpenOptions,
  { environment: { document }, options, translator }: PanelDeps,
  onLeave: () => void,
) {
  const opener = deepActiveElement(document);
  const dialog = make(document, 'div', 'cx-overlay-view', node);
  dialog.tabIndex = -1;
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  if (controls?.includes('close')) {
    const button = make(document, 'button', 'cx-button-close', '×');
    button.type = 'button';
    button.ariaLabel = translator.text('callback.CallbackDone');
    button.addEventListener('click', onLeave);
    dialog.prepend(button);
  }
  const layer = make(document, 'div', 'cx-widget cx-overlay', dialog);
  applyTheme(layer, options.main);
  layer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') onLeave();
    if (event.key === 'Tab') keepInside(event, dialog);
  });
  document.body.append(layer);
  dialog.focus();
  return (): void => {
    layer.remove();
    returnFocus(opener);
  };
}

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

function keepInside(event: KeyboardEvent, dialog: HTMLElement): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const active = dialog.ownerDocument.activeElement;
  if (active !== edge && active !== dialog) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
