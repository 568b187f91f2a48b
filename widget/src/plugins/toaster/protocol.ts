/* Commands and events of `Toaster`: one message in the corner of the page. Types only. */

export interface ToasterOpenOptions {
  /** `generic`: title, text and buttons drawn here; `custom`: the body is all of it. */
  type: 'generic' | 'custom' | (string & {});
  title?: string;
  /** Text of a generic toast; markup, node or jQuery set of a custom one. */
  body?: unknown;
  icon?: string;
  /** Words such as `close`. */
  controls?: string;
  buttons?: { type?: string; primary?: string; secondary?: string };
  /** `true`: nobody else can close it. */
  immutable?: boolean;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Rejects without a type, or when a toast is open. */
    'Toaster.open': { options: ToasterOpenOptions; result: void };
    /** Rejects when there is none, or it belongs to another plugin. */
    'Toaster.close': { options: undefined; result: void };
  }
  interface EventMap {
    'Toaster.ready': undefined;
    'Toaster.opened': undefined;
    'Toaster.closed': undefined;
    /** A button of the toast was pressed. */
    'Toaster.selected': { button: 'primary' | 'secondary' };
  }
}
