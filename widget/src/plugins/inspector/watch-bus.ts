import type { Bus, BusEvent } from '../../bus/bus-types.js';
import { signal, type ReadonlySignal } from '../../ui/signals.js';
import { describePayload } from './describe-payload.js';

/** How a command that the page gave on the bus itself went on; of commands between plugins only the call is known. */
export type Outcome =
  { readonly kind: 'running' } | { readonly kind: 'resolved' | 'rejected'; readonly ms: number; readonly payload: string };

interface Seen {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Full name, `Callback.open`. */
  readonly name: string;
  readonly payload: string;
}
export type Entry =
  | (Seen & { readonly kind: 'event'; readonly publisher: string })
  | (Seen & { readonly kind: 'command'; readonly outcome: Outcome | undefined });

/** All that happens on a bus, newest last. */
export interface BusWatch {
  readonly entries: ReadonlySignal<readonly Entry[]>;
  clear(): void;
  /** Leaves the bus as it was. */
  stop(): void;
}

/** More than that, and the oldest go. */
const MOST = 300;

type Command = (name: string, options?: unknown) => Promise<unknown>;

/** Follows every command and event of every plugin, those too that come later. @returns how to look for newcomers, and the way out. */
function followPlugins(bus: Bus, on: { command(name: string, options: unknown): void; event(event: BusEvent): void }) {
  const leave = new Map<string, () => void>();
  const follow = (key: string, begin: () => () => void): void => {
    if (!leave.has(key)) leave.set(key, begin());
  };
  const interceptor = (name: string) => (options: unknown) => {
    on.command(name, options);
    return options;
  };
  return {
    lookAround(): void {
      for (const [plugin, { commands, events }] of Object.entries(bus.registry())) {
        for (const command of commands.map((own) => `${plugin}.${own}`))
          follow(`command ${command}`, () => bus.before(command, interceptor(command)));
        for (const event of events.map((own) => `${plugin}.${own}`)) follow(`event ${event}`, () => bus.subscribe(event, on.event));
      }
    },
    stop(): void {
      for (const end of leave.values()) end();
      leave.clear();
    },
  };
}

/** Notes every event and command. Changes nothing of what it sees. */
export function watchBus(bus: Bus, now: () => number): BusWatch {
  const entries = signal<readonly Entry[]>([]);
  /** Calls of the page that have not reached their plugin yet, by command. */
  const calls = new Map<string, number[]>();
  let lastId = 0;
  const note = (name: string, payload: unknown): Seen => ({ id: ++lastId, at: now(), name, payload: describePayload(payload) });
  const add = (entry: Entry): void => {
    entries.value = [...entries.value, entry].slice(-MOST);
    // Plugins come when they are asked for: looked for with everything that happens.
    lookAround();
  };
  const { lookAround, stop } = followPlugins(bus, {
    command(name, options) {
      // The page's own calls were noted when they were made.
      if (calls.get(name)?.shift() === undefined) add({ ...note(name, options), kind: 'command', outcome: undefined });
    },
    event: ({ name, data, publisher }) => add({ ...note(name, data), kind: 'event', publisher }),
  });

  const own = bus.command as Command;
  const watched: Command = (name, options) => {
    const seen = note(name, options);
    calls.set(name, [...(calls.get(name) ?? []), seen.id]);
    add({ ...seen, kind: 'command', outcome: { kind: 'running' } });
    const deferred = own(name, options);
    const end = (kind: 'resolved' | 'rejected') => (result: unknown) => {
      const left = calls.get(name)?.filter((id) => id !== seen.id) ?? [];
      calls.set(name, left);
      const outcome = { kind, ms: now() - seen.at, payload: describePayload(result) };
      entries.value = entries.value.map((entry) => (entry.id === seen.id && entry.kind === 'command' ? { ...entry, outcome } : entry));
      lookAround();
    };
    deferred.then(end('resolved'), end('rejected'));
    return deferred;
  };
  Object.assign(bus, { command: watched });
  lookAround();
  return {
    entries,
    clear: () => void (entries.value = []),
    stop() {
      if ((bus.command as Command) === watched) Object.assign(bus, { command: own });
      stop();
    },
  };
}
