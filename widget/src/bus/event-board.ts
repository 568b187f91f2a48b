import type { PageEnvironment } from '../environment.js';
import type { BusEvent } from './bus-types.js';
import { guarded } from './deferred.js';

export type Listener = (event: BusEvent) => unknown;
/** Something that a plugin put on a name. */
interface Owned<Code> {
  readonly owner: string;
  readonly code: Code;
}
/** Name -> what plugins put on it, in order. */
export type OwnedByName<Code> = Map<string, Set<Owned<Code>>>;

/** Adds to the set of a name. @returns the way out. */
export function addOwned<Code>(map: OwnedByName<Code>, name: string, owned: Owned<Code>): () => void {
  const set = map.get(name) ?? new Set();
  map.set(name, set.add(owned));
  return () => void set.delete(owned);
}

export type EventBoard = ReturnType<typeof createEventBoard>;

/** Who listens to what. A listener that fails is reported by its plugin's name and stops nobody. */
export function createEventBoard({ now, warn }: Pick<PageEnvironment, 'now' | 'warn'>) {
  const listeners: OwnedByName<Listener> = new Map();
  const kept = new Map<string, BusEvent>();
  const notify = ({ owner, code }: Owned<Listener>, event: BusEvent) =>
    guarded(
      () => code(event),
      (cause) => warn(`${owner} failed on ${event.name}`, cause),
    );

  return {
    listeners,
    publish(publisher: string, name: string, data: unknown, keep?: boolean): void {
      const event = { name, data, publisher, time: now() };
      if (keep) kept.set(name, event);
      // A copy: listeners come and go while being told.
      for (const listener of [...(listeners.get(name) ?? [])]) void notify(listener, event);
    },
    subscribe(owner: string, name: string, code: Listener): () => void {
      const listener = { owner, code };
      const leave = addOwned(listeners, name, listener);
      const replay = async (missed: BusEvent) => {
        // Not at once: the caller has its way out in hand before the first call.
        await undefined;
        if (listeners.get(name)?.has(listener)) await notify(listener, missed);
      };
      const missed = kept.get(name);
      if (missed) void replay(missed);
      return leave;
    },
  };
}
