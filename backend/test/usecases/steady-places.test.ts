import type { CallbackId } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preferredAhead, steadyPlace, type WatchedPlace } from '../../src/domain/steady-place.js';
import type { Waiting } from '../../src/ports/queue-reader.js';
import { createBoards } from '../../src/usecases/boards.js';

const MINUTE = 60_000;

interface Entry extends Waiting {
  readonly id: CallbackId;
}

const entryOf = (number: number, priority: number, queuedAt: number): Entry => ({
  id: `c${String(number).padStart(4, '0')}` as CallbackId,
  version: 1,
  queue: 'Q',
  phone: '+12125550111',
  name: undefined,
  priority,
  queuedAt,
  desiredTime: queuedAt,
  notBefore: undefined,
  attempts: 0,
  skillExpression: undefined,
  owner: undefined,
  declines: {},
  upcomingDue: false,
  readyAt: undefined,
  callInUntil: undefined,
});

/** One thing that happens to a queue: somebody joins, is taken out (to be called, or for good), comes back, or a call ends. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('join' as const), priority: fc.constantFrom(0, 0, 0, 1, 5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('finish' as const), seconds: fc.integer({ min: 1, max: 600 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('agents' as const), number: fc.integer({ min: 0, max: 5 }) }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

class Queue {
  readonly waiting = new Map<CallbackId, Entry>();
  readonly called: Entry[] = [];
  readonly finished: { finishedAt: number; handleSeconds: number }[] = [];
  agents = 1;
  #now = 0;
  #number = 0;
  readonly boards;

  constructor(aging: number) {
    this.boards = createBoards({
      reader: {
        snapshot: async () => ({
          waiting: [...this.waiting.values()],
          routing: this.called.length,
          finished: this.finished.slice(-32).toReversed(),
        }),
        slotsTaken: async () => new Map(),
        counts: async () => [],
        ready: async () => true,
      },
      agentsOf: () => this.agents,
      clock: { now: () => this.#now },
    });
    this.boards.configure(new Map([['Q', aging]]));
  }

  /** Resolves with the priority of whoever came in. */
  async apply(event: Happening): Promise<number | undefined> {
    this.#now += MINUTE / 2;
    const top = (await this.boards.fresh('Q')).waiting[0];
    switch (event.kind) {
      case 'join':
        return this.#enter(entryOf((this.#number += 1), event.priority, this.#now));
      case 'take':
        if (top && this.waiting.delete(top.id)) this.called.push(entryOf(Number(top.id.slice(1)), top.priority, top.queuedAt));
        return undefined;
      case 'leave':
        this.waiting.delete([...this.waiting.keys()][event.which % Math.max(1, this.waiting.size)] as CallbackId);
        return undefined;
      case 'return': {
        const [back] = this.called.splice(event.which % Math.max(1, this.called.length), 1);
        return back && this.#enter(back);
      }
      case 'finish':
        this.finished.push({ finishedAt: this.#now, handleSeconds: event.seconds });
        return undefined;
      case 'agents':
        this.agents = event.number;
        return undefined;
    }
  }

  #enter(entry: Entry): number {
    this.waiting.set(entry.id, entry);
    return entry.priority;
  }
}

describe('[QU3] what listeners are told', () => {
  it('[QU3] over any history nobody’s place or wait rises, but by who came in with a higher priority', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1, 3), fc.array(happening, { minLength: 10, maxLength: 80 }), async (aging, history) => {
        const queue = new Queue(aging);
        const told = new Map<CallbackId, WatchedPlace>();
        for (const event of history) {
          const entered = await queue.apply(event);
          queue.boards.markAllStale();
          const board = await queue.boards.fresh('Q');
          for (const id of told.keys()) if (!queue.waiting.has(id)) told.delete(id);
          for (const [id, entry] of queue.waiting) {
            const before = told.get(id);
            const actual = board.placeOf(id);
            expect(actual).toBeDefined();
            if (!actual) return;
            const shown = steadyPlace(actual, before);
            told.set(id, shown);
            expect(shown.position).toBeGreaterThanOrEqual(1);
            expect(shown.position).toBeLessThanOrEqual(actual.position);
            if (!before) {
              expect(shown).toEqual(actual);
              continue;
            }
            const overtaken = entered !== undefined && entered > entry.priority ? 1 : 0;
            expect(shown.position).toBeLessThanOrEqual(before.position + overtaken);
            if (shown.position <= before.position && before.estimatedWaitTime >= 0)
              expect(shown.estimatedWaitTime).toBeLessThanOrEqual(before.estimatedWaitTime);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[QU3] without anybody who returns, everybody is told the true place', async () => {
    const joinsAndLeaves = happening.filter(({ kind }) => kind !== 'return');
    await fc.assert(
      fc.asyncProperty(fc.array(joinsAndLeaves, { maxLength: 60 }), async (history) => {
        const queue = new Queue(0);
        const told = new Map<CallbackId, WatchedPlace>();
        for (const event of history) {
          await queue.apply(event);
          queue.boards.markAllStale();
          const board = await queue.boards.fresh('Q');
          for (const id of queue.waiting.keys()) {
            const actual = board.placeOf(id);
            if (!actual) continue;
            const shown = steadyPlace(actual, told.get(id));
            told.set(id, shown);
            expect(shown.position).toBe(actual.position);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[QU3] counts who is preferred as comparing everybody with everybody would', () => {
    const waiting = fc
      .array(fc.integer({ min: -3, max: 3 }))
      .map((priorities) => priorities.map((priority, index) => entryOf(index, priority, index)));
    fc.assert(
      fc.property(waiting, (entries) => {
        const expected = entries.map(({ priority }, index) => entries.slice(0, index).filter((other) => other.priority > priority).length);
        expect(preferredAhead(entries)).toEqual(expected);
      }),
    );
  });
});
