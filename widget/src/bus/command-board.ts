import type { PageEnvironment } from '../environment.js';
import type { CommandEvent, Deferred, Interceptor, Settler } from './bus-types.js';
import { defer } from './deferred.js';
import { addOwned, type OwnedByName } from './event-board.js';

export type Handler = (event: CommandEvent) => unknown;

/** What is known of one plugin name, whether or not the plugin is there yet. */
export interface Seat {
  readonly commands: Map<string, Handler>;
  readonly events: Set<string>;
  taken?: boolean;
  /** Commands wait here, in order. */
  readonly ready: Deferred<void>;
  readonly gate: Settler<void>;
}

/** Loads a plugin by name, in whatever case. @returns `undefined` for a name that can't be loaded; else a promise whose rejection is handled. */
export type LoadPlugin = (name: string) => Promise<void> | undefined;

export type CommandBoard = ReturnType<typeof createCommandBoard>;

/** Who answers what, and who is asked before. */
export function createCommandBoard({ now, warn }: Pick<PageEnvironment, 'now' | 'warn'>, load: LoadPlugin) {
  const seats = new Map<string, Seat>();
  const interceptors: OwnedByName<Interceptor<never>> = new Map();

  const seatOf = (plugin: string): Seat => {
    let seat = seats.get(plugin);
    if (!seat) {
      let gate!: Settler<void>;
      const ready = defer<void>(warn as never, (settler) => (gate = settler));
      seats.set(plugin, (seat = { commands: new Map(), events: new Set(), ready, gate }));
    }
    return seat;
  };
  const need = (plugin: string) => {
    const loading = load(plugin);
    if (!loading) throw new Error(`No plugin "${plugin}"`);
    return loading;
  };

  const run = async (event: Omit<CommandEvent, 'data'>, options: unknown): Promise<void> => {
    const { commandName } = event;
    const [plugin, name] = commandName.split('.') as [string, string];
    const isTaken = seats.get(plugin)?.taken;
    if (!isTaken) void need(plugin);
    const { commands, ready } = seatOf(plugin);
    // Configuring is part of getting ready.
    if (!isTaken || name !== 'configure') await ready;
    let data = options ?? {};
    for (const { owner, code } of [...(interceptors.get(commandName) ?? [])]) {
      let answer: unknown = data;
      try {
        answer = await code(data as never);
      } catch (cause) {
        warn(`${owner} failed on ${commandName}`, cause);
      }
      if (!answer) throw new Error(`${owner} stopped ${commandName}`);
      if (typeof answer === 'object') data = answer;
    }
    const handler = commands.get(name);
    if (!handler) throw new Error(`No command "${commandName}"`);
    await handler({ ...event, data });
  };

  return {
    seats,
    seatOf,
    need,
    command: (caller: string, commandName: string, options: unknown): Deferred<unknown> =>
      defer(
        (cause) => warn(`${caller} failed on ${commandName}`, cause),
        (deferred) => run({ deferred, commandName, caller, time: now() }, options),
      ),
    before: (owner: string, command: string, code: Interceptor<never>) => addOwned(interceptors, command, { owner, code }),
  };
}
