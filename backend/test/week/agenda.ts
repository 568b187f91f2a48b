import type { Clock } from '../../src/ports/clock.js';

type Work = () => Promise<void> | void;

/** What is going to happen, and the clock that it moves. */
export interface Agenda {
  readonly clock: Clock;
  /** Epoch ms; what lies in the past happens next. */
  plan(at: number, work: Work): void;
  /** The same for what nobody else has to react to. */
  planQuietly(at: number, work: Work): void;
  /** Of what is planned next, but quietly; undefined: nothing. */
  next(): number | undefined;
  /** Does all that is planned until then, one after the other at its own time, and moves the clock there. */
  runUntil(moment: number): Promise<void>;
}

export function createAgenda(start: number): Agenda {
  const [loud, quiet] = [createHeap(), createHeap()];
  let now = start;
  let turns = 0;
  const entryOf = (at: number, work: Work): Entry => ({ at: Math.max(now, Math.round(at)), turn: (turns += 1), work });
  const first = (): Heap => {
    const [a, b] = [loud.first(), quiet.first()];
    return a && (!b || before(a, b)) ? loud : quiet;
  };
  return {
    clock: { now: () => now },
    plan: (at, work) => loud.put(entryOf(at, work)),
    planQuietly: (at, work) => quiet.put(entryOf(at, work)),
    next: () => loud.first()?.at,
    async runUntil(moment) {
      for (let heap = first(); (heap.first()?.at ?? Number.POSITIVE_INFINITY) <= moment; heap = first()) {
        const entry = heap.take();
        now = Math.max(now, entry.at);
        await entry.work();
      }
      now = Math.max(now, moment);
    },
  };
}

interface Entry {
  readonly at: number;
  /** Breaks ties: what was planned first happens first. */
  readonly turn: number;
  readonly work: Work;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.turn < b.turn);

interface Heap {
  first(): Entry | undefined;
  put(entry: Entry): void;
  /** Of one that is not empty. */
  take(): Entry;
}

function createHeap(): Heap {
  const heap: Entry[] = [];
  const at = (place: number): Entry => heap[place] as Entry;
  const swap = (a: number, b: number): void => void ([heap[a], heap[b]] = [at(b), at(a)]);
  return {
    first: () => heap[0],
    put(entry) {
      heap.push(entry);
      for (let place = heap.length - 1; place > 0;) {
        const parent = (place - 1) >> 1;
        if (!before(at(place), at(parent))) return;
        swap(place, parent);
        place = parent;
      }
    },
    take() {
      const first = at(0);
      const last = heap.pop() as Entry;
      if (first !== last) heap[0] = last;
      for (let place = 0; ;) {
        let least = place;
        for (const child of [2 * place + 1, 2 * place + 2]) if (child < heap.length && before(at(child), at(least))) least = child;
        if (least === place) return first;
        swap(place, least);
        place = least;
      }
    },
  };
}
