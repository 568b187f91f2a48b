/* Commands and events of `SideBar`. Types only. */

/** Section `sidebar`, as a site writes it. */
export type SideBarSection = Record<string, unknown>;

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Section `sidebar`; partial, also while it stands. */
    'SideBar.configure': { options: SideBarSection; result: void };
    /** Rejects with `already opened`. */
    'SideBar.open': { options: undefined; result: void };
    /** Rejects with `already closed`. */
    'SideBar.close': { options: undefined; result: void };
  }
  interface EventMap {
    'SideBar.ready': undefined;
    'SideBar.opened': undefined;
    'SideBar.closed': undefined;
  }
}
