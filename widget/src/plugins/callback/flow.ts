import type { VisitorCallback } from '@ringback/contract';
import type { Connection } from '../callback-service/protocol.js';
import type { Problem } from './problem.js';

/*
 * What the open panel shows, as a union: every screen has its own fields and no others.
 *
 *   form <-> picker(book)          a time is chosen, or sent from there
 *     \        /
 *      request <-> picker(move)    booked: live until it ends
 *         |
 *       form                       another call
 */

/** A request on its way. `attempt` counts from 1; more than 1 = the network is flaky. */
export type Sending = { readonly attempt: number };

/** A booked request as far as known: its number from the start, its state once the server has told it. */
export interface Booked {
  /** As shown; E.164 once the server has told it. */
  readonly phoneNumber: string;
  /** Epoch milliseconds; `undefined` = as soon as possible. */
  readonly desiredTime: number | undefined;
  readonly callback: VisitorCallback | undefined;
  readonly connection: Connection;
  /** Highest place seen: the length of the line behind the visitor's progress. */
  readonly longestLine: number;
}

export type Screen =
  | { readonly at: 'form'; readonly sending?: Sending; readonly problem?: Problem }
  | { readonly at: 'picker'; readonly sending?: Sending; readonly problem?: Problem }
  | { readonly at: 'move'; readonly booked: Booked; readonly sending?: Sending; readonly problem?: Problem }
  | { readonly at: 'request'; readonly booked: Booked; readonly sending?: Sending; readonly problem?: Problem };

export type FlowEvent =
  | { type: 'pick' }
  | { type: 'back' }
  | { type: 'send' }
  | { type: 'retry'; attempt: number }
  | { type: 'refuse'; problem: Problem }
  | { type: 'dismiss' }
  | { type: 'book'; phoneNumber: string; desiredTime: number | undefined }
  | { type: 'status'; callback: VisitorCallback }
  | { type: 'connection'; connection: Connection }
  | { type: 'again' };

/** The screen after an event. An event that a screen knows nothing of leaves it as it is. */
export function nextScreen(screen: Screen, event: FlowEvent): Screen {
  switch (event.type) {
    case 'pick':
      if (screen.at === 'request') return { at: 'move', booked: screen.booked };
      return screen.at === 'form' ? { at: 'picker' } : screen;
    case 'back':
      if (screen.at === 'move') return { at: 'request', booked: screen.booked };
      // A problem with the number belongs to the form, where the number is.
      return screen.at === 'picker' ? { at: 'form', ...(screen.problem && { problem: screen.problem }) } : screen;
    case 'send':
      return { ...without(screen), sending: { attempt: 1 } };
    case 'retry':
      return screen.sending ? { ...screen, sending: { attempt: event.attempt } } : screen;
    case 'refuse':
      return {
        ...(event.problem.kind === 'number' && screen.at === 'picker' ? { at: 'form' as const } : without(screen)),
        problem: event.problem,
      };
    case 'dismiss':
      return without(screen);
    case 'book':
      return {
        at: 'request',
        booked: { phoneNumber: event.phoneNumber, desiredTime: event.desiredTime, callback: undefined, connection: 'live', longestLine: 0 },
      };
    case 'status':
      return withStatus(screen, event.callback);
    case 'connection':
      return 'booked' in screen ? { ...screen, booked: { ...screen.booked, connection: event.connection } } : screen;
    case 'again':
      return { at: 'form' };
    default:
      return event satisfies never;
  }
}

function without(screen: Screen): Screen {
  const { sending: _sending, problem: _problem, ...rest } = screen;
  return rest;
}

function withStatus(screen: Screen, callback: VisitorCallback): Screen {
  if (!('booked' in screen)) return screen;
  const { booked } = screen;
  if (booked.callback?.id === callback.id && callback.version < booked.callback.version) return screen;
  const desiredTime = callback.scheduled ? Date.parse(callback.desiredTime) : undefined;
  const longestLine = Math.max(booked.longestLine, callback.position ?? 0);
  const next: Booked = { ...booked, callback, desiredTime, longestLine, phoneNumber: callback.phoneNumber };
  if (screen.at === 'move' && !callback.canReschedule) return { at: 'request', booked: next };
  return { ...screen, booked: next };
}
