import type { VisitorCallback } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import { PHONE_FIELD } from '../../form/fields.js';
import type { FlowEvent, Screen } from './flow.js';
import { isRefusal, type Problem } from './problem.js';
import { requestOf, type RequestParts } from './request.js';

export interface BookingDeps {
  readonly plugin: BusPlugin<'Callback'>;
  uuid(): string;
  screen(): Screen;
  dispatch(event: FlowEvent): void;
  /** What a failed command means to the visitor. */
  explain(reason: unknown, desiredTime: number | undefined): Problem;
  /** The request that is on screen has changed. */
  onStatus(): void;
}

/** One visitor's request from the first try to its end: asks `CallbackService`, and turns answers into flow events. */
export interface Booking {
  /** WI14: made when the panel opens; a new one once the server has judged a request. */
  readonly key: string;
  /** @returns what went wrong, with the reason as it came; `undefined` when booked. */
  send(request: Omit<RequestParts, 'idempotencyKey'>): Promise<{ problem: Problem; reason: unknown } | undefined>;
  reschedule(time: number): Promise<void>;
  cancel(): Promise<void>;
  /** Picks up a request booked earlier. @returns false when there is none any more. */
  resume(): Promise<boolean>;
  /** Ready for another request. */
  renew(): void;
  /** Stops listening; nothing is dispatched afterwards. */
  stop(): void;
}

/** Follows the request that is on screen: its states, how live they are, and tries over a flaky network. */
function follow({ plugin, dispatch, screen, onStatus }: BookingDeps) {
  let stopWatch = (): void => undefined;
  let isStopped = false;
  const show = (callback: VisitorCallback): void => {
    const before = screen();
    dispatch({ type: 'status', callback });
    const after = screen();
    if (after !== before && 'booked' in after && after.booked.callback === callback) onStatus();
  };
  const unsubscribe = [
    plugin.subscribe('CallbackService.statusChanged', ({ data }) => show(data)),
    plugin.subscribe('CallbackService.connectionChanged', ({ data: { connection } }) => dispatch({ type: 'connection', connection })),
    plugin.subscribe('CallbackService.retrying', ({ data: { attempt } }) => dispatch({ type: 'retry', attempt })),
  ];
  return {
    show,
    async watch(): Promise<void> {
      if (isStopped) return;
      try {
        const { stop } = await plugin.command('CallbackService.watch');
        stopWatch = stop;
        if (isStopped) stop();
      } catch {
        dispatch({ type: 'connection', connection: 'lost' });
      }
    },
    rest(): void {
      stopWatch();
      stopWatch = () => undefined;
    },
    stop(): void {
      isStopped = true;
      stopWatch();
      for (const leave of unsubscribe) leave();
    },
  };
}

export function createBooking(deps: BookingDeps): Booking {
  const { plugin, dispatch } = deps;
  const { show, watch, rest, stop } = follow(deps);
  let key = deps.uuid();

  const change = async (action: () => Promise<VisitorCallback>, done: FlowEvent, desiredTime?: number): Promise<void> => {
    dispatch({ type: 'send' });
    try {
      const callback = await action();
      dispatch(done);
      show(callback);
    } catch (reason) {
      dispatch({ type: 'refuse', problem: deps.explain(reason, desiredTime) });
    }
  };
  return {
    get key() {
      return key;
    },
    async send(request) {
      dispatch({ type: 'send' });
      try {
        await plugin.command('CallbackService.schedule', requestOf({ ...request, idempotencyKey: key }));
        dispatch({ type: 'book', phoneNumber: request.values[PHONE_FIELD] ?? '', desiredTime: request.desiredTime });
        void watch();
        return undefined;
      } catch (reason) {
        // A lost answer may hide a booking: only a judged request frees its key.
        if (isRefusal(reason)) key = deps.uuid();
        const problem = deps.explain(reason, request.desiredTime);
        dispatch({ type: 'refuse', problem });
        return { problem, reason };
      }
    },
    reschedule: (time) =>
      change(() => plugin.command('CallbackService.reschedule', { desiredTime: new Date(time).toISOString() }), { type: 'back' }, time),
    cancel: () => change(() => plugin.command('CallbackService.cancel'), { type: 'dismiss' }),
    async resume() {
      try {
        show(await plugin.command('CallbackService.status'));
      } catch (reason) {
        // Gone from the server, or no longer ours. A network failure leaves hope: the watch keeps trying.
        if (isRefusal(reason)) return false;
      }
      await watch();
      return true;
    },
    renew() {
      rest();
      key = deps.uuid();
    },
    stop,
  };
}
