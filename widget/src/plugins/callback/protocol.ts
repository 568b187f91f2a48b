/* Commands and events of `Callback`. Types only. */
import type { CallbackState, LifecycleMetadata } from '@ringback/contract';

/** What a form may be filled with; a key is the name of an input. */
export interface Prefill {
  firstname?: string;
  lastname?: string;
  /** With a leading `+` it also chooses the country. */
  phonenumber?: string;
  /** Notes. */
  subject?: string;
  email?: string;
  /** `now`, or the time to call at. */
  desiredTime?: string | Date;
  /** Send at once; a form with errors stays open. */
  autoSubmit?: boolean;
  /** Where 8.5 had it. */
  userData?: Record<string, unknown>;
  [input: string]: unknown;
}

export interface OpenOptions {
  form?: Prefill;
  /** Form definition for this opening only, instead of the configured one. */
  formJSON?: Record<string, unknown>;
  /** Merged over the configured userData, for this opening. */
  userData?: Record<string, unknown>;
  /** The site offered the call by itself, and the visitor accepted. */
  proactive?: boolean;
  /** The focus stays where it is: nobody has asked for the panel. */
  keepFocus?: boolean;
}

export interface OverlayOptions {
  /** A node of the page, a jQuery set of one, or markup, which is cleaned of what could run. */
  html: unknown;
  hideFooter?: boolean;
}

/** `Callback.statusChanged`: where the request stands, beside the metadata. */
export type StatusMetadata = LifecycleMetadata & { state: CallbackState; position: number | false };
/** `Callback.timeSelected`. `desiredTime` is an ISO instant, `now` for as soon as possible. */
export type TimeMetadata = LifecycleMetadata & { desiredTime: string };

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Partial, also while open: a bank sets `userData` at the last moment. */
    'Callback.configure': { options: Record<string, unknown>; result: void };
    /** Rejects with `already opened`. */
    'Callback.open': { options: OpenOptions | undefined; result: void };
    /** Rejects with `already closed`. */
    'Callback.close': { options: undefined; result: void };
    /** Toggles without `minimized`. */
    'Callback.minimize': { options: { minimized?: boolean } | undefined; result: void };
    'Callback.showOverlay': { options: OverlayOptions; result: void };
    'Callback.hideOverlay': { options: undefined; result: void };
  }
  interface EventMap {
    'Callback.ready': LifecycleMetadata | undefined;
    'Callback.opened': LifecycleMetadata;
    'Callback.started': LifecycleMetadata;
    'Callback.submitted': LifecycleMetadata;
    'Callback.completed': LifecycleMetadata;
    'Callback.cancelled': LifecycleMetadata;
    'Callback.closed': LifecycleMetadata;
    'Callback.minimized': LifecycleMetadata;
    'Callback.unminimized': LifecycleMetadata;
    'Callback.validationFailed': LifecycleMetadata;
    'Callback.rejected': LifecycleMetadata;
    'Callback.timeSelected': TimeMetadata;
    'Callback.statusChanged': StatusMetadata;
  }
}
