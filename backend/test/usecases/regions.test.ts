import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { fakeDialer, type FakeDialer } from './fake-dialer.js';
import { agent, AGENTS, book, configOf, MINUTE, newWorld, SECOND, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const [anna, ben] = [agent('anna'), agent('ben')];
const RULE = { name: 'East first', preferred: ['us-east', 'us-west'], fallback: ['eu'], ignored: ['ap'] };
const DIALER = { adapter: 'webhook', url: 'https://telephony.example/dial', secret: 'a secret of the tests', assumeAgents: 50 };
const CONFIG = {
  dialer: { ...DIALER, assumeAgents: undefined },
  regionRules: [RULE],
  queue: { regionRule: RULE.name, pacingModifier: 10 },
  users: AGENTS,
};

interface Region {
  readonly context: Context;
  readonly dialer: FakeDialer;
  /** So many of its calls were looked at already. */
  seen: number;
}

async function openIn(region: string, skew = 0, config: object = CONFIG): Promise<Region> {
  const dialer = fakeDialer();
  const clock = { now: () => world.clock.now() + skew };
  return { context: await world.openIn(region, { config: configOf(config), dialer, clock }), dialer, seen: 0 };
}

/** How many calls each of them was asked to make since the last time; asked again for the same one is asked once. */
const placed = (...regions: Region[]): number[] =>
  regions.map((region) => {
    const calls = region.dialer.placed.slice(region.seen);
    region.seen = region.dialer.placed.length;
    return new Set(calls).size;
  });

async function ready({ context: { ringback } }: Region, user: ConsoleUser): Promise<void> {
  await ringback.login(user.username, 'correct horse');
  await ringback.setDeskState(user, 'ready');
}

/** Everybody who lives does what is due, `seconds` later; the others are as good as killed. */
async function run(regions: readonly Region[], seconds = 0): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    world.clock.pass(5 * SECOND);
    for (const { context } of regions) await context.scheduler.runOnce();
  }
  await Promise.all(regions.map(({ context }) => context.scheduler.runOnce()));
}

it('[SC3] the first living region of the rule dials, whatever the clocks say, and every callback once', async () => {
  const all = [await openIn('eu', 2 * MINUTE), await openIn('us-west', -MINUTE), await openIn('us-east'), await openIn('ap')] as const;
  const [eu, west, east, ap] = all;
  await ready(east, anna);
  const bookTwo = async (): Promise<void> => void (await Promise.all([book(eu.context), book(west.context)]));
  const dials = (): number[] => placed(east, west, eu, ap);

  await bookTwo();
  await run(all);
  expect(dials()).toEqual([2, 0, 0, 0]);
  // The preferred one is killed: not at once, but soon the next one dials, and takes its calls over under the same number.
  await bookTwo();
  await run([eu, west, ap]);
  expect(dials()).toEqual([0, 0, 0, 0]);
  await run([eu, west, ap], 20);
  expect(dials()).toEqual([0, 4, 0, 0]);
  await run([eu, ap], 20);
  expect(dials()).toEqual([0, 0, 4, 0]);
  // An ignored region does nothing, and a region that is back dials as soon as it is heard of.
  await bookTwo();
  await run([ap], 60);
  expect(dials()).toEqual([0, 0, 0, 0]);
  await run([west, ap], 20);
  expect(dials()).toEqual([0, 6, 0, 0]);
  await run([west, ap, east]);
  await run([west, ap, east]);
  await bookTwo();
  await run([west, ap, east]);
  expect(dials()).toEqual([2, 0, 0, 0]);
  // Each call under one number, whoever placed it.
  expect(new Set(all.flatMap(({ dialer }) => dialer.placed)).size).toBe(8);
  expect(all.flatMap(({ dialer }) => dialer.placed).every((call) => call.endsWith('/1'))).toBe(true);
});

it('[SC1] the calls of a killed replica are taken over within 30 seconds, at whatever moment it dies', async () => {
  const config = { ...CONFIG, regionRules: [], queue: { pacingModifier: 10 } };
  const [killed, heir] = [await openIn('us', MINUTE, config), await openIn('eu', -MINUTE, config)] as const;
  await ready(killed, anna);
  // Its last beat comes right after the other one has looked.
  await run([killed]);
  await run([heir]);
  world.clock.pass(1);
  await book(killed.context);
  await run([killed]);
  expect(placed(killed, heir)).toEqual([1, 0]);
  let seconds = 0;
  for (; heir.dialer.placed.length === 0 && seconds < 60; seconds += 5) await run([heir], 5);
  expect(heir.dialer.placed).toEqual(killed.dialer.placed);
  expect(seconds).toBeLessThanOrEqual(30);
});

it('[SC3] an edited rule acts at once, and the console tells who dials', async () => {
  const [east, eu] = [await openIn('us-east'), await openIn('eu')];
  await run([east, eu]);
  expect(east.context.ringback.regionsView(admin)).toEqual({
    regions: [
      { name: 'ap', replicas: 0 },
      { name: 'eu', replicas: 1 },
      { name: 'us-east', replicas: 1 },
      { name: 'us-west', replicas: 0 },
    ],
    withoutRegion: 0,
    queues: [{ queue: 'Always_VQ', regionRule: 'East first', dialledBy: 'region', region: 'us-east' }],
  });
  await ready(east, anna);
  const { value } = await east.context.ringback.readObject(admin, 'region-rules', RULE.name);
  const edit = { version: 0, value: { ...value, preferred: ['eu'], fallback: ['us-east'] } };
  await east.context.ringback.putObject(admin, { kind: 'region-rules', name: RULE.name }, edit);
  await book(east.context);
  await run([east]);
  await run([eu]);
  expect(placed(east, eu)).toEqual([0, 1]);
  expect(eu.context.ringback.regionsView({ ...admin, queues: ['Office_VQ'] }).queues).toEqual([]);
});

it('[SC3] agents are kept for those who are first, wherever they are dialled from, and for nobody whom no living region may dial', async () => {
  const here = { name: 'Here', preferred: ['us'] };
  const there = { name: 'There', preferred: ['eu'] };
  const config = {
    ...CONFIG,
    regionRules: [here, there],
    queue: { regionRule: 'Here', connectMode: 'AGENT_FIRST' },
    queues: [{ name: 'Far_VQ', businessHours: 'Always', regionRule: 'There', connectMode: 'AGENT_FIRST', priority: 5 }],
  };
  const us = await openIn('us', 0, config);
  const eu = await openIn('eu', 0, config);
  await ready(us, anna);
  const [near, far] = [await book(us.context), await book(us.context, { serviceName: 'Far_VQ' })];
  const offered = async () => (await us.context.ringback.desk(anna)).offer?.id;
  await run([us]);
  expect(await offered()).toBeUndefined();
  await run([eu]);
  expect(await offered()).toBe(far);
  await us.context.ringback.declineOffer(anna, far);
  await us.context.ringback.setDeskState(anna, 'not-ready');
  await ready(us, ben);
  // Its region is gone: ben need not wait for it.
  await run([us], 20);
  expect((await us.context.ringback.desk(ben)).offer?.id).toBe(near);
});

it('[SC3][CB4] an agent accepts in one region, and the call is made by the one that dials for the queue', async () => {
  const config = { ...CONFIG, queue: { regionRule: RULE.name, connectMode: 'AGENT_FIRST', autoDial: true } };
  const east = await openIn('us-east', 0, config);
  const eu = await openIn('eu', 0, config);
  await run([east, eu]);
  await ready(eu, anna);
  const id = await book(eu.context);
  await run([east, eu]);
  await eu.context.ringback.acceptOffer(anna, id);
  expect(placed(east, eu)).toEqual([0, 0]);
  await run([east, eu]);
  await run([east, eu]);
  expect(placed(east, eu)).toEqual([1, 0]);
  // The one that was asked to make it hears how it goes.
  east.dialer.say(east.dialer.placed[0] ?? 'none', { kind: 'connected' });
  await run([eu, east]);
  expect(await eu.context.ringback.visitorCallback(id)).toMatchObject({ state: 'PROCESSING' });
});

it('[SC3] replicas that do not say where they are dial by any rule, when nobody else may', async () => {
  const dialer = fakeDialer();
  const somewhere = { context: await world.open(configOf(CONFIG), undefined, dialer), dialer, seen: 0 };
  await ready(somewhere, anna);
  const eu = await openIn('eu');
  await run([somewhere, eu]);
  await book(eu.context);
  await run([somewhere]);
  expect(placed(somewhere, eu)).toEqual([0, 0]);
  await run([somewhere], 20);
  expect(placed(somewhere, eu)).toEqual([1, 0]);
  expect(somewhere.context.ringback.regionsView(admin)).toMatchObject({
    withoutRegion: 1,
    queues: [{ queue: 'Always_VQ', dialledBy: 'replicas-without-region' }],
  });
});
