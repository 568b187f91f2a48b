import type { CallbackId, VisitorCallback } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { steadyPlace, type WatchedPlace } from '../domain/steady-place.js';
import { visitorView } from '../domain/visitor-view.js';
import type { Changes } from '../ports/change-feed.js';
import type { Board } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { nextFlight } from './next-flight.js';
import { readWithPlace } from './retrieve-callback.js';
import type { Unsubscribe } from './ringback.js';

type Listener = (callback: VisitorCallback) => void;

interface Watched {
  callback: Callback;
  place: WatchedPlace | undefined;
  view: VisitorCallback;
  readonly listeners: Set<Listener>;
}

/** QU3. Live callbacks of this replica: one query for all that changed at once, none for each listener. */
export class Watch {
  readonly #deps: Dependencies;
  readonly #watched = new Map<CallbackId, Watched>();
  readonly #opening = new Map<CallbackId, Promise<Watched>>();
  readonly #stops: readonly Unsubscribe[];
  readonly #readChanged = nextFlight(() => this.#read());
  #changed = new Set<CallbackId>();

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#stops = [deps.boards.onRead((board) => this.#showBoard(board)), deps.changes.subscribe((changes) => this.#hear(changes))];
  }

  /** See `Ringback.watchCallback`. */
  async subscribe(id: CallbackId, listener: Listener): Promise<Unsubscribe> {
    const entry = this.#watched.get(id) ?? (await this.#open(id));
    // Its only other listener may have left while we waited.
    this.#watched.set(id, entry);
    entry.listeners.add(listener);
    listener(entry.view);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0 && this.#watched.get(id) === entry) this.#watched.delete(id);
    };
  }

  /** Callbacks that somebody watches. */
  size(): number {
    return this.#watched.size;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** Whoever comes while it is being read shares the read; what changes meanwhile is read after it. */
  #open(id: CallbackId): Promise<Watched> {
    const underWay = this.#opening.get(id);
    if (underWay) return underWay;
    const reading = this.#openNow(id).finally(() => {
      this.#opening.delete(id);
      if (this.#changed.has(id)) this.#readSoon();
    });
    this.#opening.set(id, reading);
    return reading;
  }

  async #openNow(id: CallbackId): Promise<Watched> {
    const { callback, place } = await readWithPlace(this.#deps, id);
    const entry: Watched = { callback, place, view: this.#viewOf(callback, place), listeners: new Set() };
    this.#watched.set(id, entry);
    return entry;
  }

  #hear({ callbacks, queues, everything }: Changes): void {
    for (const id of everything ? [...this.#watched.keys(), ...this.#opening.keys()] : callbacks) {
      if (this.#watched.has(id) || this.#opening.has(id)) this.#changed.add(id);
    }
    if ([...this.#changed].some((id) => this.#watched.has(id))) this.#readSoon();
    const waitingIn = new Set([...this.#watched.values()].flatMap(({ callback }) => (callback.state === 'QUEUED' ? [callback.queue] : [])));
    for (const queue of waitingIn) if (everything || queues.includes(queue)) this.#readBoardSoon(queue);
  }

  /** A read that fails is made up for by the scheduler, which has everything read again every few seconds. */
  #readSoon(): void {
    void this.#readChanged().catch(() => undefined);
  }

  #readBoardSoon(queue: string): void {
    void this.#deps.boards.fresh(queue).catch(() => undefined);
  }

  async #read(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed = new Set();
    if (ids.length === 0) return;
    try {
      for (const callback of await this.#deps.callbacks.findMany(ids)) this.#take(callback);
    } catch (error) {
      for (const id of ids) this.#changed.add(id);
      throw error;
    }
  }

  #take(callback: Callback): void {
    const entry = this.#watched.get(callback.id);
    if (!entry || callback.version <= entry.callback.version) return;
    entry.callback = callback;
    if (callback.state !== 'QUEUED') return this.#show(entry, undefined);
    // In the queue its place comes with the board, whether it has been read since the change or will be now.
    const show = (board: Board): void => this.#showBoard(board);
    void this.#deps.boards.fresh(callback.queue).then(show, () => undefined);
  }

  #showBoard(board: Board): void {
    for (const entry of this.#watched.values()) {
      if (entry.callback.queue !== board.queue || entry.callback.state !== 'QUEUED') continue;
      const place = board.placeOf(entry.callback.id);
      // Not there: it has moved on, and the news of that is on its way.
      if (place) this.#show(entry, place);
    }
  }

  #viewOf(callback: Callback, place: WatchedPlace | undefined): VisitorCallback {
    return visitorView(callback, place, this.#deps.site.served.get(callback.queue)?.settings);
  }

  #show(entry: Watched, place: WatchedPlace | undefined): void {
    entry.place = place && steadyPlace(place, entry.place);
    const view = this.#viewOf(entry.callback, entry.place);
    if (JSON.stringify(view) === JSON.stringify(entry.view)) return;
    entry.view = view;
    const toTell = [...entry.listeners];
    for (const listener of toTell) {
      try {
        listener(view);
      } catch (error) {
        this.#deps.log.warn('a live listener failed', { error: error instanceof Error ? error.name : 'unknown' });
      }
    }
  }
}
