import { toIsoInstant, type VisitorCallIn } from '@ringback/contract';
import type { CallInRequest } from '../ports/call-ins.js';
import type { Dependencies } from './dependencies.js';
import { notFound } from './edit-callback.js';
import { nextFlight } from './next-flight.js';
import type { Unsubscribe } from './ringback.js';

type Needs = Pick<Dependencies, 'callIns' | 'changes' | 'clock'>;
type Listener = (callIn: VisitorCallIn) => void;

const viewOf = ({ id, state, expiresAt }: CallInRequest): VisitorCallIn => ({
  id,
  state,
  expiresAt: toIsoInstant(expiresAt),
  version: state === 'WAITING' ? 1 : 2,
});

/** See `CallInVerbs.visitorCallIn`. 1 statement. */
export async function visitorCallIn({ callIns, clock }: Needs, id: string): Promise<VisitorCallIn> {
  const [request] = await callIns.findMany([id], clock.now());
  // What belongs to a callback is told with it.
  if (!request || request.callbackId !== undefined) throw notFound();
  return viewOf(request);
}

/** Live call-ins of this replica: one statement for all that changed at once, none for each listener. */
export function createCallInWatch(deps: Needs) {
  const { callIns, changes, clock } = deps;
  const watched = new Map<string, Set<Listener>>();
  let changed = new Set<string>();
  const readChanged = nextFlight(async () => {
    const ids = [...changed];
    changed = new Set();
    for (const request of await callIns.findMany(ids, clock.now()))
      for (const listener of [...(watched.get(request.id) ?? [])]) listener(viewOf(request));
  });
  changes.subscribe(({ callbacks, everything }) => {
    for (const id of everything ? watched.keys() : callbacks) if (watched.has(id)) changed.add(id);
    // A page asks now and then beside its stream: what could not be read is told then.
    if (changed.size > 0) void readChanged().catch(() => undefined);
  });

  return {
    /** See `CallInVerbs.watchCallIn`. */
    async subscribe(id: string, listener: Listener): Promise<Unsubscribe> {
      let newest = 0;
      const tell: Listener = (callIn) => {
        if (callIn.version <= newest) return;
        newest = callIn.version;
        listener(callIn);
      };
      const listeners = watched.get(id) ?? new Set();
      // Before it is read: what happens meanwhile is told as well.
      watched.set(id, listeners.add(tell));
      const stop = (): void => {
        listeners.delete(tell);
        if (listeners.size === 0) watched.delete(id);
      };
      try {
        tell(await visitorCallIn(deps, id));
      } catch (error) {
        stop();
        throw error;
      }
      return stop;
    },
  };
}
