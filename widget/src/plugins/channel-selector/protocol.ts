/* Commands and events of `ChannelSelector`. Types only. */

/** A channel that was chosen. */
export interface SelectedChannel {
  name: string;
  clickCommand: string;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Section `channelselector`; partial, also while open. */
    'ChannelSelector.configure': { options: Record<string, unknown>; result: void };
    /** Rejects with `already opened`. */
    'ChannelSelector.open': { options: undefined; result: void };
    /** Rejects with `already closed`. */
    'ChannelSelector.close': { options: undefined; result: void };
  }
  interface EventMap {
    'ChannelSelector.ready': undefined;
    'ChannelSelector.opened': undefined;
    'ChannelSelector.closed': undefined;
    /** A channel was chosen, before its command runs. */
    'ChannelSelector.selected': SelectedChannel;
  }
}
