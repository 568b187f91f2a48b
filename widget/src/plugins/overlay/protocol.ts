/* Commands and events of `Overlay`: one dialog in the middle of the page. Types only. */

export interface OverlayOpenOptions {
  /** Markup, a node, or a jQuery set. */
  html: unknown;
  /** `true`: nobody else can open an overlay or close this one. */
  immutable?: boolean;
  /** Who opened it; the same group may replace its own. */
  group?: string | false;
  /** `close` adds a button for it. */
  controls?: string;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Resolves with what is shown. Rejects when there is nothing to show, or the overlay is reserved. */
    'Overlay.open': { options: OverlayOpenOptions; result: { html: readonly Node[] } };
    /** Rejects when there is none, or it is reserved for another group. */
    'Overlay.close': { options: { group?: string | false; force?: boolean } | undefined; result: void };
  }
  interface EventMap {
    'Overlay.ready': undefined;
    'Overlay.opened': undefined;
    'Overlay.closed': undefined;
  }
}
