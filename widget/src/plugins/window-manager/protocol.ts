/* Commands and events of `WindowManager`: where docked windows and side buttons stand. Types only. */

/** A window or button, in a jQuery set on pages with jQuery, else in one like it. */
export interface Placed {
  html: readonly Node[];
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Docks a window in the bottom corner; several stand side by side. Resolves with it. Rejects without content. */
    'WindowManager.registerDockView': { options: { html: unknown }; result: Placed };
    /** Adds a button at the side; several stand above each other. Resolves with it. Rejects without content. */
    'WindowManager.registerSideButton': { options: { html: unknown }; result: Placed };
  }
  interface EventMap {
    'WindowManager.ready': undefined;
    /** A window or button came or went. */
    'WindowManager.changed': { dockViews: number; sideButtons: number };
  }
}
