import type { CallbackId } from '@ringback/contract';
import { estimateWait, secondsPerCallback, type QueueLoad, type Wait } from '../domain/estimated-wait.js';
import { byQueueOrder } from '../domain/queue-order.js';
import { preferredAhead, type WatchedPlace } from '../domain/steady-place.js';
import type { Clock } from '../ports/clock.js';
import type { QueueReader, Waiting } from '../ports/queue-reader.js';
import { keptValue } from './kept-value.js';

/** The waiting order of one queue at one moment, and what its waits are forecast from. */
export interface Board {
  readonly queue: string;
  /** First is next. */
  readonly waiting: readonly Waiting[];
  readonly finished: QueueLoad['finished'];
  /** How many before a place (1 is next) may be called now. */
  ahead(position: number): number;
  /** Callbacks that have left the queue and are being dialled. */
  readonly routing: number;
  /** Undefined: it does not wait here. */
  placeOf(id: CallbackId): WatchedPlace | undefined;
}

/** All boards of this replica. One query a queue rebuilds one, only when something changed and somebody looks. */
export interface Boards {
  /** Knows all that was announced before the call. No query when nothing changed. */
  fresh(queue: string): Promise<Board>;
  /** The newest one known, without asking. */
  now(queue: string): Board;
  markStale(queue: string): void;
  markAllStale(): void;
  /** Called with each board that was read anew. */
  onRead(listener: (board: Board) => void): () => void;
  queues(): readonly string[];
  /** Has a board for each of these queues (name -> `agingPerMinute`) and for no other. Resolves with those that are to be read. */
  configure(queues: ReadonlyMap<string, number>): readonly string[];
}

interface Options {
  readonly reader: QueueReader;
  /** Agents who serve a queue now. */
  readonly agentsOf: (queue: string) => number;
  readonly clock: Clock;
}

export function createBoards({ reader, agentsOf, clock }: Options): Boards {
  const listeners = new Set<(board: Board) => void>();
  const entries = new Map<string, ReturnType<typeof entryOf>>();

  function entryOf(queue: string, aging: number) {
    const empty = boardOf(queue, { waiting: [], routing: 0, finished: [], agentsOf: () => 0, clock });
    const entry = { aging, empty, kept: keptValue(readNow) };
    async function readNow(): Promise<Board> {
      const { waiting, routing, finished } = await reader.snapshot(queue);
      const board = boardOf(queue, { waiting: [...waiting].sort(byQueueOrder(entry.aging)), routing, finished, agentsOf, clock });
      const toTell = [...listeners];
      for (const listener of toTell) listener(board);
      return board;
    }
    return entry;
  }
  const entryFor = (queue: string) => {
    const entry = entries.get(queue);
    if (!entry) throw new Error('there is no board for a queue that is not configured');
    return entry;
  };

  return {
    fresh: async (queue) => entryFor(queue).kept.fresh(),
    now(queue) {
      const { kept, empty } = entryFor(queue);
      return kept.now() ?? empty;
    },
    markStale: (queue) => entries.get(queue)?.kept.markStale(),
    markAllStale() {
      for (const { kept } of entries.values()) kept.markStale();
    },
    onRead(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    queues: () => [...entries.keys()],
    configure(queues) {
      for (const queue of entries.keys()) if (!queues.has(queue)) entries.delete(queue);
      return [...queues].flatMap(([queue, aging]) => {
        const entry = entries.get(queue);
        if (!entry) entries.set(queue, entryOf(queue, aging));
        else if (entry.aging === aging) return [];
        else {
          entry.aging = aging;
          entry.kept.markStale();
        }
        return [queue];
      });
    },
  };
}

interface Content {
  readonly waiting: readonly Waiting[];
  readonly routing: number;
  readonly finished: QueueLoad['finished'];
  readonly agentsOf: (queue: string) => number;
  readonly clock: Clock;
}

function boardOf(queue: string, { waiting, routing, finished, agentsOf, clock }: Content): Board {
  const positions = new Map(waiting.map(({ id }, index) => [id, index + 1]));
  let preferred: readonly number[] | undefined;
  // The pace is the same for the whole queue; only the agents may change while the board stays.
  const paceFor = remembered((agents) => secondsPerCallback('mode2', { agents, finished }));
  const plannedBefore = forLatest((now) => plannedCounts(waiting, now));
  const ahead = (position: number): number => position - 1 - (plannedBefore(clock.now())[position - 1] ?? 0);
  return {
    queue,
    waiting,
    finished,
    ahead,
    routing,
    placeOf(id) {
      const position = positions.get(id);
      if (position === undefined) return undefined;
      const agents = agentsOf(queue);
      const pace = agents > 0 ? paceFor(agents) : undefined;
      preferred ??= preferredAhead(waiting);
      return {
        position,
        estimatedWaitTime: pace === undefined ? -1 : Math.round(pace * ahead(position)),
        preferred: preferred[position - 1] ?? 0,
      };
    },
  };
}

/** For each place from 0 on, how many before it wait for a time that is still to come. */
function plannedCounts(waiting: readonly Waiting[], now: number): number[] {
  const counts = [0];
  for (const { notBefore = now } of waiting) counts.push((counts.at(-1) ?? 0) + (notBefore > now ? 1 : 0));
  return counts;
}

/** Many ask about the same moment. */
function forLatest<Value>(compute: (key: number) => Value): (key: number) => Value {
  let latest: { readonly key: number; readonly value: Value } | undefined;
  return (key) => {
    if (latest?.key !== key) latest = { key, value: compute(key) };
    return latest.value;
  };
}

function remembered<Value>(compute: (key: number) => Value): (key: number) => Value {
  const known = new Map<number, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as Value;
  };
}

/** What somebody is told who would join the end of the queue now. */
export const waitOfNext = (board: Board, agents: number): Wait =>
  estimateWait('mode2', { waiting: board.ahead(board.waiting.length + 1), agents, finished: board.finished });
