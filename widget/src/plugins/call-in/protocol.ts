/* Commands and events of `CallIn`. Types only. */
import type { CallInNumber, CallInState } from '@ringback/mobile-bridge';

/** `immediate`: a number at once; `delayed`: a place in the queue first, the number when it is their turn. */
export type CallInWay = 'immediate' | 'delayed';

export interface CallInOpenOptions {
  /** Default: as configured. */
  way?: CallInWay;
  /** Fills the field; E.164 or as people write it. */
  phonenumber?: string;
  /** Leaves the focus where it is. */
  keepFocus?: boolean;
}

export interface CallInStartOptions extends Omit<CallInOpenOptions, 'keepFocus'> {
  /** Merged over the configured userData. */
  userData?: Record<string, unknown>;
}

/** Where a call-in is; without the number and the code, which are the visitor's. */
export interface CallInStatus {
  /** `idle` and `over`: nothing is under way. */
  state: CallInState['at'];
  /** Id of the delayed callback; false: none. */
  callbackId: string | false;
  /** 1 is next; false: unknown, or not waiting. */
  position: number | false;
  /** Seconds that the number, or the turn, is still good for; false: neither runs out. */
  secondsLeft: number | false;
  /** How it ended: `completed`, `cancelled`, `purged`, `expired`, `refused`; false: it hasn't. */
  end: string | false;
  /** Why the server said no: a code of the Engagement API; false: it didn't. */
  code: number | false;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Section `callin`; partial. */
    'CallIn.configure': { options: Record<string, unknown>; result: void };
    /** Shows the panel: what is under way, or the first step. Rejects with `already opened`. */
    'CallIn.open': { options: CallInOpenOptions | undefined; result: void };
    /** Takes the panel off the screen. What is under way goes on, and is shown again when it is the visitor's turn. Rejects with `already closed`. */
    'CallIn.close': { options: undefined; result: void };
    'CallIn.minimize': { options: { minimized?: boolean } | undefined; result: void };
    /** Asks for a number, or a place, and shows the panel; resolves once the server has answered. Rejects with a {@link CallInStatus}. */
    'CallIn.start': { options: CallInStartOptions | undefined; result: CallInStatus };
    /** The number, please: when it is the visitor's turn, or the last one has run out. Rejects with a {@link CallInStatus}. */
    'CallIn.accept': { options: undefined; result: CallInNumber };
    /** Gives it up. Rejects with `nothing to cancel`. */
    'CallIn.cancel': { options: undefined; result: void };
    'CallIn.status': { options: undefined; result: CallInStatus };
  }
  interface EventMap {
    'CallIn.ready': undefined;
    'CallIn.opened': CallInStatus;
    'CallIn.closed': CallInStatus;
    'CallIn.minimized': CallInStatus;
    'CallIn.unminimized': CallInStatus;
    /** The request goes to the server. */
    'CallIn.submitted': CallInStatus;
    /** Another state, or another place in line. */
    'CallIn.statusChanged': CallInStatus;
    'CallIn.rejected': CallInStatus;
    /** The call was matched. */
    'CallIn.completed': CallInStatus;
    'CallIn.cancelled': CallInStatus;
  }
}
