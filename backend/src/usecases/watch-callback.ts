import type { CallbackId, VisitorCallback } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { visitorView, type Place } from '../domain/visitor-view.js';
import type { Changes } from '../ports/change-feed.js';
import type { Board } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { nextFlight } from './next-flight.js';
import { readWithPlace } from './retrieve-callback.js';
import type { Unsubscribe } from './ringback.js';

type Listener = (callback: VisitorCallback) => void;

interface Watched {
  callback: Callback;
  place: Place | undefined;
  view: VisitorCallback;
  readonly listeners: Set<Listener>;
}

/** QU3. Live callbacks of this replica: one query for all that changed at once, none for each listener. */
export interface Watch {
  subscribe(id: CallbackId, listener: Listener): Promise<Unsubscribe>;
  /** Callbacks that somebody watches. */
  size(): number;
  close(): void;
}

export function createWatch(deps: Dependencies): Watch {
  const watched = new Map<CallbackId, Watched>();
  const opening = new Map<CallbackId, Promise<Watched>>();
  let changed = new Set<CallbackId>();

  const readChanged = nextFlight(async () => {
    const ids = [...changed];
    changed = new Set();
    if (ids.length === 0) return;
    try {
      for (const callback of await deps.callbacks.findMany(ids)) newer(callback);
    } catch (error) {
      for (const id of ids) changed.add(id);
      throw error;
    }
  });
  const newer = (callback: Callback): void => {
    const entry = watched.get(callback.id);
    if (!entry || callback.version <= entry.callback.version) return;
    entry.callback = callback;
    // In the queue its place comes with the board, which this change has made stale.
    if (callback.state === 'QUEUED') void deps.boards.fresh(callback.queue).then(onBoard, () => undefined);
    else show(deps, entry, undefined);
  };
  const onBoard = (board: Board): void => {
    for (const entry of watched.values()) {
      if (entry.callback.queue !== board.queue || entry.callback.state !== 'QUEUED') continue;
      const place = board.placeOf(entry.callback.id);
      // Not there: it has moved on, and the news of that is on its way.
      if (place) show(deps, entry, place);
    }
  };
  const onChanges = ({ callbacks, queues, everything }: Changes): void => {
    for (const id of everything ? [...watched.keys(), ...opening.keys()] : callbacks)
      if (watched.has(id) || opening.has(id)) changed.add(id);
    if ([...changed].some((id) => watched.has(id))) void readChanged().catch(() => undefined);
    const concerned = new Set(
      [...watched.values()].filter(({ callback }) => callback.state === 'QUEUED').map(({ callback }) => callback.queue),
    );
    for (const queue of everything ? concerned : queues) if (concerned.has(queue)) void deps.boards.fresh(queue).catch(() => undefined);
  };
  const stops = [deps.boards.onRead(onBoard), deps.changes.subscribe(onChanges)];

  /** Whoever comes while it is being read shares the read; what changes meanwhile is read after it. */
  const open = (id: CallbackId): Promise<Watched> => {
    const underWay = opening.get(id);
    if (underWay) return underWay;
    const reading = readWithPlace(deps, id)
      .then(({ callback, place }) => {
        const entry: Watched = { callback, place, view: visitorView(callback, place), listeners: new Set() };
        watched.set(id, entry);
        return entry;
      })
      .finally(() => {
        opening.delete(id);
        if (changed.has(id)) void readChanged().catch(() => undefined);
      });
    opening.set(id, reading);
    return reading;
  };

  return {
    async subscribe(id, listener) {
      const entry = watched.get(id) ?? (await open(id));
      // Its only other listener may have left while we waited.
      watched.set(id, entry);
      entry.listeners.add(listener);
      listener(entry.view);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && watched.get(id) === entry) watched.delete(id);
      };
    },
    size: () => watched.size,
    close: () => stops.forEach((stop) => stop()),
  };
}

function show({ log }: Dependencies, entry: Watched, place: Place | undefined): void {
  entry.place = place && steady(place, entry.place);
  const view = visitorView(entry.callback, entry.place);
  if (JSON.stringify(view) === JSON.stringify(entry.view)) return;
  entry.view = view;
  for (const listener of [...entry.listeners]) {
    try {
      listener(view);
    } catch (error) {
      log.warn('a live listener failed', { error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

/** QU3: a wait that was told does not grow again unless somebody went ahead. */
function steady(place: Place, told: Place | undefined): Place {
  if (!told || place.position > told.position || told.estimatedWaitTime < 0 || place.estimatedWaitTime < 0) return place;
  return { ...place, estimatedWaitTime: Math.min(place.estimatedWaitTime, told.estimatedWaitTime) };
}
