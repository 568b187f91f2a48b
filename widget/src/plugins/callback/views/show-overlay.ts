import type { Settler } from '../../../bus/bus-types.js';
import { nodeOf } from '../../../ui/page-nodes.js';
import type { Signal } from '../../../ui/signals.js';
import type { OverlayOptions } from '../protocol.js';
import type { OverlayContent } from './Overlay.js';

/** Answers `Callback.showOverlay` in a panel that is open. */
export function showOverlay(
  overlay: Signal<OverlayContent | undefined>,
  { html, hideFooter = false }: OverlayOptions,
  deferred: Settler<void>,
  document: Document,
): void {
  if (overlay.peek()) return deferred.reject('An overlay is already open. Ignoring command.');
  const node = nodeOf(html, document);
  if (!node) return deferred.reject('No content was provided. Ignoring command.');
  overlay.value = { node, hideFooter };
  deferred.resolve();
}
