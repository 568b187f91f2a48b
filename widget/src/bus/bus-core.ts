import type { PageEnvironment } from '../environment.js';
import type { Bus, BusEvent, BusPlugin, CommandEvent, Deferred, Interceptor, Settler } from './bus-types.js';
import { defer, guarded } from './deferred.js';

type Listener = (event: BusEvent) => unknown;
type Handler = (event: CommandEvent) => unknown;
/** What a plugin put on a name, after the plugin's own name. */
type Owned<Code> = readonly [owner: string, code: Code];
type OwnedByName<Code> = Map<string, Set<Owned<Code>>>;

/** What is known of one plugin name, whether or not the plugin is there yet. */
interface Seat {
  readonly commands: Map<string, Handler>;
  readonly events: Set<string>;
  taken?: boolean;
  /** Commands wait here, in order. */
  readonly ready: Deferred<void>;
  readonly gate: Settler<void>;
}

/** Loads a plugin by name, in whatever case. @returns `undefined` for a name that can't be loaded; else a promise whose rejection is handled. */
export type LoadPlugin = (name: string) => Promise<void> | undefined;

/** Adds to the set of a name. @returns the way out. */
function addOwned<Code>(map: OwnedByName<Code>, name: string, owned: Owned<Code>): () => void {
  const set = map.get(name) ?? new Set();
  map.set(name, set.add(owned));
  return () => void set.delete(owned);
}

/**
 * BU1, BU2: commands, events and interceptors between plugins that need not be there yet, and that can't break each other.
 * The bus is its `bus`; the rest is for its owner only.
 */
export class BusCore {
  declare readonly bus: Bus;
  /** Brings a plugin that isn't there. The panel, once started, puts its own in place: it knows the plugins that come when asked for. */
  declare load: LoadPlugin;
  /** Answers commands that a plugin has not registered itself. */
  declare command?: (event: CommandEvent) => unknown;
  readonly #environment: Pick<PageEnvironment, 'now' | 'warn'>;
  readonly #seats = new Map<string, Seat>();
  readonly #listeners: OwnedByName<Listener> = new Map();
  readonly #interceptors: OwnedByName<Interceptor<never>> = new Map();
  readonly #kept = new Map<string, BusEvent>();

  constructor(environment: Pick<PageEnvironment, 'now' | 'warn'>, load: LoadPlugin) {
    this.#environment = environment;
    this.load = load;
    const core = this.#register('CXBus') as BusPlugin<'CXBus'>;
    core.ready();
    this.bus = {
      ...core,
      registerPlugin: (name) => this.#register(name),
      configure() {},
      loadPlugin: (name) => defer(environment.warn as never, ({ resolve }) => resolve(this.#need(name))),
      loadFile: (url) => core.command('App.loadFile', { url }),
    };
  }

  /** Full names of the events that somebody has listened to, and names of all plugins that are there or that a command waits for. */
  awaited(): readonly string[] {
    return [...this.#listeners.keys(), ...this.#seats.keys()];
  }

  /** Frees the names of plugins that have to go, and of those that nobody has taken; what waits for them is rejected. */
  forget(names: readonly string[], cause: unknown): void {
    for (const [name, { taken, gate }] of this.#seats) {
      if (taken && !names.includes(name)) continue;
      this.#seats.delete(name);
      gate.reject(cause);
    }
  }

  #seat(plugin: string): Seat {
    let seat = this.#seats.get(plugin);
    if (!seat) {
      let gate!: Settler<void>;
      const ready = defer<void>(this.#environment.warn as never, (settler) => (gate = settler));
      this.#seats.set(plugin, (seat = { commands: new Map(), events: new Set(), ready, gate }));
    }
    return seat;
  }

  #need(plugin: string): Promise<void> {
    const loading = this.load(plugin);
    if (!loading) throw new Error(`No plugin "${plugin}"`);
    return loading;
  }

  #notify([owner, code]: Owned<Listener>, event: BusEvent): Promise<void> {
    return guarded(
      () => code(event),
      (cause) => this.#environment.warn(`${owner} failed on ${event.name}`, cause),
    );
  }

  #publish(publisher: string, name: string, data: unknown, keep?: boolean): void {
    const event = { name, data, publisher, time: this.#environment.now() };
    if (keep) this.#kept.set(name, event);
    // A copy: listeners come and go while being told.
    for (const listener of [...(this.#listeners.get(name) ?? [])]) void this.#notify(listener, event);
  }

  async #replay(listener: Owned<Listener>, name: string): Promise<void> {
    const missed = this.#kept.get(name);
    // Not at once: the caller has its way out in hand before the first call.
    await undefined;
    if (missed && this.#listeners.get(name)?.has(listener)) await this.#notify(listener, missed);
  }

  async #run(event: Omit<CommandEvent, 'data'>, options: unknown): Promise<void> {
    const { commandName } = event;
    const [plugin, name] = commandName.split('.') as [string, string];
    const isTaken = this.#seats.get(plugin)?.taken;
    if (!isTaken) void this.#need(plugin);
    const { commands, ready } = this.#seat(plugin);
    // Configuring is part of getting ready.
    if (!isTaken || name !== 'configure') await ready;
    let data = options ?? {};
    for (const [owner, code] of this.#interceptors.get(commandName) ?? []) {
      let answer: unknown = data;
      try {
        answer = await code(data as never);
      } catch (cause) {
        this.#environment.warn(`${owner} failed on ${commandName}`, cause);
      }
      if (!answer) throw new Error(`${owner} stopped ${commandName}`);
      data = answer;
    }
    const handler = commands.get(name) ?? this.command;
    if (!handler) throw new Error(`No command "${commandName}"`);
    await handler({ ...event, data });
  }

  #register<Namespace extends string>(owner: Namespace): BusPlugin<Namespace> | false {
    const seat = this.#seat(owner);
    if (seat.taken) return false;
    seat.taken = true;
    const { commands, events, gate } = seat;
    const { now, warn } = this.#environment;
    const publish = (name: string, data: unknown, keep?: boolean) => {
      events.add(name);
      this.#publish(owner, `${owner}.${name}`, data, keep);
      // 8.5's plugins only publish it and never call ready().
      if (name === 'ready') gate.resolve();
    };
    const plugin = {
      registerCommand: (name: string, handler: Handler) => void commands.set(name, handler),
      registerEvents: (names: string[]) => {
        for (const name of names) events.add(name);
      },
      subscribe: (name: string, code: Listener) => {
        const listener: Owned<Listener> = [owner, code];
        void this.#replay(listener, name);
        return addOwned(this.#listeners, name, listener);
      },
      publish: (name: string, data: unknown) => publish(name, data),
      republish: (name: string, data: unknown) => publish(name, data, true),
      publishDirect: (name: string, data: unknown) => this.#publish(owner, name, data),
      command: (commandName: string, options: unknown) =>
        defer(
          (cause) => warn(`${owner} failed on ${commandName}`, cause),
          (deferred) => this.#run({ deferred, commandName, caller: owner, time: now() }, options),
        ),
      before: (command: string, code: Interceptor<never>) => addOwned(this.#interceptors, command, [owner, code]),
      registry: () => {
        const table: Record<string, unknown> = {};
        for (const [name, known] of this.#seats)
          if (known.taken) table[name] = { commands: [...known.commands.keys()], events: [...known.events] };
        return table;
      },
      subscribers: () => {
        const table: Record<string, unknown> = {};
        for (const [name, set] of this.#listeners) table[name] = [...set].map(([listener]) => listener);
        return table;
      },
      namespace: () => owner,
      ready: gate.resolve,
    };
    // The maps of names to payloads exist for the compiler only.
    return plugin as unknown as BusPlugin<Namespace>;
  }
}
