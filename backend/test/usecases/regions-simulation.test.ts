import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEAD_AFTER_MS, NO_REGION, type Beat } from '../../src/domain/region.js';
import { createRegions, type Regions } from '../../src/usecases/regions.js';
import { quietLog } from '../quiet-log.js';

/*
 * Three regions, a moment a second. Each replica has its own clock and knows of the others only what the shared table of beats
 * tells; whoever thinks that it may dial claims the callbacks of the shared queue, each by one statement.
 */
const NAMES = ['us', 'eu', 'ap'] as const;
const SECOND = 1_000;
/** How often a replica beats and looks (the scheduler's "claims"). */
const LOOK_MS = 5_000;
/** A change is known to all after it has been missing for long enough, and each has looked: the beat before it, and the look after. */
const KNOWN_AFTER_MS = DEAD_AFTER_MS + 2 * LOOK_MS + SECOND;

interface Replica {
  readonly id: string;
  readonly region: string;
  readonly regions: Regions;
  /** Epoch ms of the world. */
  readonly since: number;
  nextLook: number;
}

const rules = fc
  .tuple(fc.shuffledSubarray<string>([...NAMES], { minLength: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([order, first, second]) => {
    const to = Math.max(first, second);
    return { name: 'rule', preferred: order.slice(0, first), fallback: order.slice(first, to), ignored: order.slice(to) };
  });
type Rule = typeof rules extends fc.Arbitrary<infer Value> ? Value : never;

const region = fc.constantFrom<string>(...NAMES);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('book' as const), number: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), region }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), region }) },
  {
    weight: 3,
    // A clock is wrong by up to a day.
    arbitrary: fc.record({ kind: fc.constant('start' as const), region, skew: fc.integer({ min: -86_400, max: 86_400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rule' as const), rule: rules }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

class World {
  now = Date.parse('2026-11-23T13:00:00Z');
  readonly beats = new Map<string, Beat>();
  readonly replicas: Replica[] = [];
  readonly waiting: { readonly id: number; readonly since: number }[] = [];
  readonly dials: { readonly id: number; readonly by: Replica; readonly at: number }[] = [];
  rule: Rule;
  ruleSince = this.now;
  #ids = 0;
  /** Region -> end of each of its replicas that is gone. */
  readonly #ended = new Map<string, number>();

  constructor(rule: Rule) {
    this.rule = rule;
  }

  async do(one: Step): Promise<void> {
    switch (one.kind) {
      case 'pass':
        for (let second = 0; second < one.seconds; second += 1) await this.#second();
        return;
      case 'book':
        for (let booked = 0; booked < one.number; booked += 1) this.waiting.push({ id: (this.#ids += 1), since: this.now });
        return;
      case 'kill':
      case 'stop':
        return this.#end(one.region, one.kind === 'stop');
      case 'start':
        return this.start(one.region, one.skew * SECOND);
      case 'rule':
        this.rule = one.rule;
        this.ruleSince = this.now;
    }
  }

  async start(of: string, skew: number): Promise<void> {
    const id = `replica ${(this.#ids += 1)}`;
    const clock = { now: () => this.now + skew };
    const attempts = {
      beat: async (self: { replica: string; region: string }, at: number) => {
        this.beats.set(id, { ...self, at });
        return [...this.beats.values()];
      },
    };
    const regions = createRegions({ attempts, site: { served: new Map() }, replica: id, region: of, clock, log: quietLog });
    await regions.beat();
    this.replicas.push({ id, region: of, regions, since: this.now, nextLook: this.now + LOOK_MS });
  }

  /** Since when at least one replica of a region lives without a gap; undefined when none does. */
  livesSince(of: string): number | undefined {
    const here = this.replicas.filter((replica) => replica.region === of).map(({ since }) => since);
    return here.length === 0 ? undefined : Math.min(...here);
  }

  /** Since when no replica of a region lives; undefined when one does. */
  goneSince(of: string): number | undefined {
    return this.livesSince(of) === undefined ? (this.#ended.get(of) ?? 0) : undefined;
  }

  #end(of: string, orderly: boolean): void {
    const at = this.replicas.findIndex((replica) => replica.region === of);
    const [gone] = at < 0 ? [] : this.replicas.splice(at, 1);
    if (!gone) return;
    this.#ended.set(of, this.now);
    if (orderly) this.beats.delete(gone.id);
  }

  async #second(): Promise<void> {
    this.now += SECOND;
    for (const replica of this.replicas) {
      if (replica.nextLook > this.now) continue;
      await replica.regions.beat();
      replica.nextLook = this.now + LOOK_MS;
    }
    for (const replica of this.replicas) {
      if (replica.regions.dialledFrom({ regionRule: this.rule }) !== 'here') continue;
      for (const { id } of this.waiting.splice(0)) this.dials.push({ id, by: replica, at: this.now });
    }
    this.#check();
  }

  #check(): void {
    const order = [...this.rule.preferred, ...this.rule.fallback];
    for (const { by, at } of this.dials) {
      if (at !== this.now) continue;
      expect(order).toContain(by.region);
      // Whoever comes before it in the order had been missing a moment ago at least.
      for (const before of order.slice(0, order.indexOf(by.region))) {
        const since = this.livesSince(before);
        expect(since === undefined || this.now - since < KNOWN_AFTER_MS, `${by.region} dialled though ${before} lives`).toBe(true);
      }
    }
    const known = (since: number | undefined): boolean => since !== undefined && this.now - since >= KNOWN_AFTER_MS;
    // Somebody may, everybody before them is known to be gone or alive: nobody is left waiting.
    const first = order.find((name) => !known(this.goneSince(name)));
    if (first !== undefined && known(this.livesSince(first)) && known(this.ruleSince)) {
      expect(this.waiting.filter(({ since }) => this.now - since >= SECOND)).toEqual([]);
    }
  }
}

it('[SC3] three regions that die, come back and disagree about the time, under rules that change: the first one that lives dials, each callback once, and none is stuck', async () => {
  const seen = { dials: 0, byOthers: 0, waited: 0 };
  await fc.assert(
    fc.asyncProperty(rules, fc.array(step, { minLength: 20, maxLength: 60 }), async (rule, steps) => {
      const world = new World(rule);
      for (const name of NAMES) await world.start(name, 0);
      for (const one of steps) await world.do(one);
      const booked = world.waiting.length + world.dials.length;
      // Never twice, and nobody was lost.
      expect(new Set([...world.dials.map(({ id }) => id), ...world.waiting.map(({ id }) => id)]).size).toBe(booked);
      seen.dials += world.dials.length;
      seen.byOthers += world.dials.filter(({ by }) => by.region !== rule.preferred[0]).length;
      seen.waited += world.waiting.length;
      // Whatever has happened: once an allowed region lives, nobody waits.
      const [first] = world.rule.preferred;
      await world.start(first ?? NO_REGION, 3_600_000);
      await world.do({ kind: 'pass', seconds: KNOWN_AFTER_MS / SECOND });
      expect(world.waiting).toEqual([]);
    }),
    { numRuns: 150 },
  );
  // The histories come to all of it: others had to dial, and some callbacks had nobody who might.
  expect(seen.dials).toBeGreaterThan(500);
  expect(seen.byOthers).toBeGreaterThan(100);
  expect(seen.waited).toBeGreaterThan(5);
});
