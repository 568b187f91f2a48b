import type { PageEnvironment } from '../environment.js';
import type { Bus, BusPlugin } from './bus-types.js';
import { createCommandBoard, type CommandBoard, type Handler, type LoadPlugin, type Seat } from './command-board.js';
import { defer } from './deferred.js';
import { createEventBoard, type EventBoard, type Listener } from './event-board.js';

/** The bus, and what only its owner may do with it. */
export interface OwnedBus {
  readonly bus: Bus;
  /** Full names of the events that somebody has listened to. */
  awaited(): string[];
  /** Frees the names of plugins that failed to come, or have to go; what waits for them is rejected. */
  forget(isMeant: (plugin: string, seat: Seat) => unknown, cause: unknown): void;
}

/** BU1, BU2: commands, events and interceptors between plugins that need not be there yet, and that can't break each other. */
export function createBus(environment: Pick<PageEnvironment, 'now' | 'warn'>, load: LoadPlugin): OwnedBus {
  const events = createEventBoard(environment);
  const board = createCommandBoard(environment, load);
  const { seats, seatOf, need } = board;
  const registerPlugin = <Namespace extends string>(name: Namespace) => {
    const seat = seatOf(name);
    if (seat.taken) return false;
    seat.taken = true;
    return createPlugin(name, board, events);
  };
  const core = registerPlugin('CXBus') as BusPlugin<'CXBus'>;
  core.ready();
  const bus: Bus = {
    ...core,
    registerPlugin,
    configure: () => {},
    loadPlugin: (name) => defer(environment.warn as never, ({ resolve }) => resolve(need(name))),
    loadFile: (url) => core.command('App.loadFile', { url }),
  };
  return {
    bus,
    awaited: () => [...events.listeners.keys()],
    forget: (isMeant, cause) => {
      for (const [name, seat] of [...seats]) if (isMeant(name, seat) && seats.delete(name)) seat.gate.reject(cause);
    },
  };
}

function createPlugin<Namespace extends string>(owner: Namespace, board: CommandBoard, events: EventBoard): BusPlugin<Namespace> {
  const seat = board.seatOf(owner);
  const publish = (name: string, data: unknown, keep?: boolean) => {
    seat.events.add(name);
    events.publish(owner, `${owner}.${name}`, data, keep);
    // 8.5's plugins only publish it and never call ready().
    if (name === 'ready') seat.gate.resolve();
  };
  const plugin = {
    registerCommand: (name: string, handler: Handler) => void seat.commands.set(name, handler),
    registerEvents: (names: string[]) => {
      for (const name of names) seat.events.add(name);
    },
    subscribe: (name: string, listener: Listener) => events.subscribe(owner, name, listener),
    publish: (name: string, data?: unknown) => publish(name, data),
    republish: (name: string, data?: unknown) => publish(name, data, true),
    publishDirect: (name: string, data?: unknown) => events.publish(owner, name, data),
    command: (name: string, options?: unknown) => board.command(owner, name, options),
    before: (name: string, interceptor: () => unknown) => board.before(owner, name, interceptor),
    registry: () =>
      tableOf(
        [...board.seats].filter(([, { taken }]) => taken),
        ({ commands, events: published }) => ({ commands: [...commands.keys()], events: [...published] }),
      ),
    subscribers: () => tableOf(events.listeners, (set) => Array.from(set, (listener) => listener.owner)),
    namespace: () => owner,
    ready: () => seat.gate.resolve(),
  };
  // The maps of names to payloads exist for the compiler only.
  return plugin as unknown as BusPlugin<Namespace>;
}

const tableOf = <Value, Shown>(entries: Iterable<[string, Value]>, show: (value: Value) => Shown): Record<string, Shown> =>
  Object.fromEntries(Array.from(entries, ([name, value]) => [name, show(value)]));
