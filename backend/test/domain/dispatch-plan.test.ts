import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRound, type Colleague, type RoutingRules, type Scene, type Turn } from '../../src/domain/dispatch-plan.js';
import { DECLINE_MEMORY_MS, LONE_DECLINE_MEMORY_MS, mayBeAsked, mayTake } from '../../src/domain/suitability.js';

const NOW = 1_000_000_000;
const AGENT_FIRST: RoutingRules = { connect: 'agent-first', pacing: 1, autoAnswer: false };
const CUSTOMER_FIRST: RoutingRules = { connect: 'customer-first', pacing: 1, autoAnswer: false };

const turn = (id: string, change: Partial<Turn> = {}): Turn => ({
  id,
  queue: 'Q',
  fits: () => true,
  owner: undefined,
  declines: {},
  rules: AGENT_FIRST,
  sameAs: change.owner || change.declines || change.fits ? id : `${change.queue ?? 'Q'}`,
  ...change,
});
const colleague = (username: string, change: Partial<Colleague> = {}): Colleague => ({
  username,
  queues: undefined,
  skills: {},
  free: true,
  since: NOW,
  found: false,
  ...change,
});
const scene = (change: Partial<Scene<Turn>>): Scene<Turn> => ({
  onTheLine: [],
  waiting: [],
  agents: [],
  anonymous: 0,
  outstanding: new Map(),
  now: NOW,
  ...change,
});
const said = (change: Partial<Scene<Turn>>, admit?: (one: Turn) => boolean): string[] =>
  planRound(scene(change), admit).map(({ kind, turn: { id }, agent }) => `${kind} ${id} ${agent ?? '-'}`);
const speaks =
  (language: string) =>
  (skills: Readonly<Record<string, number>>): boolean =>
    (skills[language] ?? 0) > 0;

describe('a round', () => {
  it('[CB4] asks the agent who has been idle longest; each agent one callback', () => {
    const agents = [colleague('new', { since: NOW - 1 }), colleague('old', { since: NOW - 9 }), colleague('mid', { since: NOW - 5 })];
    expect(said({ waiting: [turn('1'), turn('2')], agents })).toEqual(['offer 1 old', 'offer 2 mid']);
  });

  it('[CB3] an agent who suits nobody at the top but number 7 gets number 7, and the order among those who suit is kept', () => {
    const french = (id: string): Turn => turn(id, { fits: speaks('french'), sameAs: 'french' });
    const waiting = [
      turn('1', { fits: speaks('german'), sameAs: 'german' }),
      ...[2, 3, 4, 5, 6].map((n) => turn(`${n}`, { queue: 'Other' })),
    ];
    const agents = [colleague('amélie', { queues: ['Q'], skills: { french: 3 } })];
    expect(said({ waiting: [...waiting, french('7'), french('8')], agents })).toEqual(['offer 7 amélie']);
  });

  it('[CB4] asks nobody who is busy, of another line of business, without the skills, or found by the telephony side', () => {
    const agents = [
      colleague('busy', { free: false }),
      colleague('elsewhere', { queues: ['Other'] }),
      colleague('monoglot', { skills: { german: 1 } }),
      colleague('remote', { skills: { french: 1 }, found: true }),
    ];
    const french = turn('1', { fits: speaks('french') });
    expect(said({ waiting: [french], agents: agents.slice(0, 3) })).toEqual([]);
    expect(said({ waiting: [french], agents })).toEqual(['dial 1 -']);
  });

  it('[CB4] with autoAnswer the callback is the agent’s at once', () => {
    const rules = { ...AGENT_FIRST, autoAnswer: true };
    expect(said({ waiting: [turn('1', { rules })], agents: [colleague('ann')] })).toEqual(['dial 1 ann']);
  });

  it('[CB4] goes past who declined it lately; back to a lone one after a while, to others’ colleague after the memory is over', () => {
    const agents = [colleague('ann', { since: 0 }), colleague('ben')];
    const declined = (ago: number): Turn => turn('1', { declines: { ann: NOW - ago } });
    expect(said({ waiting: [declined(1)], agents })).toEqual(['offer 1 ben']);
    const busyBen = [colleague('ann'), colleague('ben', { free: false })];
    expect(said({ waiting: [declined(LONE_DECLINE_MEMORY_MS)], agents: busyBen })).toEqual([]);
    expect(said({ waiting: [declined(DECLINE_MEMORY_MS)], agents: busyBen })).toEqual(['offer 1 ann']);
    expect(said({ waiting: [declined(LONE_DECLINE_MEMORY_MS - 1)], agents: [colleague('ann')] })).toEqual([]);
    expect(said({ waiting: [declined(LONE_DECLINE_MEMORY_MS)], agents: [colleague('ann')] })).toEqual(['offer 1 ann']);
    // Meanwhile ann is asked for the next one.
    expect(said({ waiting: [declined(1), turn('2')], agents: [colleague('ann')] })).toEqual(['offer 2 ann']);
  });

  it('[CB4] customer-first: no more customers at once than pacing times free agents who suit, those who are being called included', () => {
    const rules = { ...CUSTOMER_FIRST, pacing: 1.5 };
    const waiting = ['1', '2', '3', '4', '5'].map((id) => turn(id, { rules }));
    const agents = [colleague('ann'), colleague('ben'), colleague('cid', { free: false })];
    expect(said({ waiting, agents })).toEqual(['dial 1 -', 'dial 2 -', 'dial 3 -']);
    expect(said({ waiting, agents, outstanding: new Map([['Q', 2]]) })).toEqual(['dial 1 -']);
    expect(said({ waiting, agents, outstanding: new Map([['Q', 3]]) })).toEqual([]);
    // The same agents serve both queues, so what rings in one counts in the other.
    expect(said({ waiting, agents, outstanding: new Map([['Other', 3]]) })).toEqual([]);
    const specialists = agents.map((agent) => ({ ...agent, queues: ['Q'] }));
    expect(said({ waiting, agents: specialists, outstanding: new Map([['Other', 3]]) })).toHaveLength(3);
  });

  it('[CB4] customers on the line get their agents before anybody else is called', () => {
    const onTheLine = [turn('7', { rules: CUSTOMER_FIRST }), turn('8', { rules: CUSTOMER_FIRST })];
    const agents = [colleague('ann', { since: 0 })];
    expect(said({ onTheLine, waiting: [turn('1')], agents, outstanding: new Map([['Q', 2]]) })).toEqual(['bridge 7 ann']);
  });

  it('[TE1] anonymous agents take anything but what somebody owns', () => {
    const rules = { ...CUSTOMER_FIRST, connect: 'found-first' } as const;
    const waiting = [
      turn('1', { rules, owner: { agent: 'ann', until: NOW + 1 } }),
      turn('2', { rules, fits: speaks('french') }),
      turn('3', { rules, owner: { agent: 'ann', until: undefined } }),
      turn('4', { rules }),
    ];
    expect(said({ waiting, anonymous: 2 })).toEqual(['dial 2 -', 'dial 3 -']);
    expect(said({ waiting, agents: [colleague('ann')] })).toEqual([]);
  });

  it('[CB9] an owned callback waits for its owner alone while it is owned, and is anybody’s after', () => {
    const owned = (until: number | undefined): Turn => turn('1', { owner: { agent: 'ann', until }, fits: () => false });
    const ben = colleague('ben', { since: 0 });
    expect(said({ waiting: [owned(NOW + 1)], agents: [ben] })).toEqual([]);
    expect(said({ waiting: [owned(NOW + 1)], agents: [ben, colleague('ann')] })).toEqual(['offer 1 ann']);
    const free = (until: number | undefined): Turn => turn('1', { owner: { agent: 'ann', until } });
    expect(said({ waiting: [free(NOW)], agents: [ben] })).toEqual(['offer 1 ben']);
    expect(said({ waiting: [free(undefined)], agents: [ben] })).toEqual(['offer 1 ben']);
    expect(said({ waiting: [free(undefined)], agents: [ben, colleague('ann')] })).toEqual(['offer 1 ann']);
  });

  it('[NV1] passes over what may not be dialled any more, and gives its agent to the next one', () => {
    expect(said({ waiting: [turn('1'), turn('2')], agents: [colleague('ann')] }, ({ id }) => id !== '1')).toEqual(['offer 2 ann']);
  });

  it('reads no further down the line than there are agents', () => {
    const read: string[] = [];
    function* line(): Generator<Turn> {
      for (let n = 1; ; n += 1) {
        read.push(`${n}`);
        yield turn(`${n}`);
      }
    }
    expect(said({ waiting: line(), agents: [colleague('ann'), colleague('ben')] })).toHaveLength(2);
    expect(read.length).toBeLessThanOrEqual(3);
  });
});

const skill = fc.constantFrom('french', 'german');
const rulesOf = fc.record<RoutingRules>({
  connect: fc.constantFrom('agent-first', 'customer-first', 'found-first'),
  pacing: fc.constantFrom(1, 1.5, 3),
  autoAnswer: fc.boolean(),
});
const turns = fc
  .array(
    fc.record({
      queue: fc.constantFrom('A', 'B'),
      skill: fc.option(skill, { nil: undefined }),
      owner: fc.option(fc.record({ agent: fc.constantFrom('0', '1'), until: fc.constantFrom(NOW + 5, NOW - 5, undefined) }), {
        nil: undefined,
        freq: 5,
      }),
      declinedBy: fc.option(fc.record({ agent: fc.constantFrom('0', '1', '2'), ago: fc.nat(DECLINE_MEMORY_MS * 2) }), {
        nil: undefined,
        freq: 5,
      }),
    }),
    { maxLength: 12 },
  )
  .chain((wanted) =>
    fc.record({ A: rulesOf, B: rulesOf }).map((rules) =>
      wanted.map(({ queue, skill: asked, owner, declinedBy }, n): Turn => ({
        id: `${n}`,
        queue,
        fits: asked === undefined ? () => true : speaks(asked),
        owner,
        declines: declinedBy ? { [declinedBy.agent]: NOW - declinedBy.ago } : {},
        rules: rules[queue as 'A' | 'B'],
        sameAs: owner || declinedBy ? `${n}` : `${queue} ${asked ?? ''}`,
      })),
    ),
  );
const colleagues = fc
  .array(
    fc.record({
      queues: fc.constantFrom(undefined, ['A'], ['B']),
      skills: fc.dictionary(skill, fc.nat(2)),
      free: fc.boolean(),
      since: fc.nat(5),
      found: fc.boolean(),
    }),
    { maxLength: 5 },
  )
  .map((list) => list.map((one, n): Colleague => ({ ...one, username: `${n}` })));
const scenes = fc.record<Scene<Turn>>({
  onTheLine: fc.constant([]),
  waiting: turns,
  agents: colleagues,
  anonymous: fc.nat(2),
  outstanding: fc.dictionary(fc.constantFrom('A', 'B'), fc.nat(2)).map((calls) => new Map(Object.entries(calls))),
  now: fc.constant(NOW),
});

describe('any round', () => {
  it('[CB3][CB4] gives each agent at most one, each callback at most one, and only to whom it may go', () => {
    fc.assert(
      fc.property(scenes, (given) => {
        const steps = planRound(given);
        const named = steps.flatMap(({ agent }) => (agent === undefined ? [] : [agent]));
        expect(new Set(named).size).toBe(named.length);
        expect(new Set(steps.map(({ turn: { id } }) => id)).size).toBe(steps.length);
        for (const { agent, turn: asked } of steps) {
          const taker = given.agents.find(({ username }) => username === agent);
          if (agent === undefined) continue;
          expect(taker).toMatchObject({ free: true, found: false });
          expect(taker && mayBeAsked(taker, asked, { others: given.agents.filter(({ found }) => !found), now: NOW })).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('[CB3] nobody waits behind somebody later who asks for the same', () => {
    fc.assert(
      fc.property(scenes, (given) => {
        const done = new Set(planRound(given).map(({ turn: { id } }) => id));
        const passed = new Set<string>();
        for (const { id, sameAs } of given.waiting) {
          if (!done.has(id)) passed.add(sameAs);
          else expect(passed.has(sameAs)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('[CB4] leaves no free agent beside an agent-first callback that they could be asked for', () => {
    fc.assert(
      fc.property(scenes, (given) => {
        const steps = planRound(given);
        const taken = new Set(steps.map(({ agent }) => agent));
        const others = given.agents.filter(({ found }) => !found);
        const idle = others.filter(({ free, username }) => free && !taken.has(username));
        const left = [...given.waiting].filter(
          ({ id, rules }) => rules.connect === 'agent-first' && !steps.some(({ turn: { id: done } }) => done === id),
        );
        for (const one of left) for (const agent of idle) expect(mayBeAsked(agent, one, { others, now: NOW })).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('[CB4] calls no more customers than there are anonymous agents, and pacing times those who suit', () => {
    fc.assert(
      fc.property(scenes, (given) => {
        const steps = planRound(given).filter(({ agent }) => agent === undefined);
        const most = given.agents.filter(({ free }) => free).length;
        const pacing = Math.max(1, ...[...given.waiting].map(({ rules }) => rules.pacing));
        expect(steps.length).toBeLessThanOrEqual(given.anonymous + 2 * Math.floor(pacing * most));
        for (const { turn: called } of steps)
          if (given.anonymous === 0) expect(given.agents.some((agent) => agent.free && mayTake(agent, called, NOW))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
