import type { Desk } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import {
  agent,
  AGENTS,
  book,
  configOf,
  customer,
  listening,
  MINUTE,
  newWorld,
  refusalOf,
  SECOND,
  SIMULATOR,
  type World,
} from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const staffed = (patch: Parameters<typeof configOf>[0] = {}) => configOf({ users: AGENTS, ...patch });

const anna = agent('anna');
const ben = agent('ben');
const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };

async function ready({ ringback }: Context, ...users: (typeof anna)[]): Promise<void> {
  for (const user of users) {
    await ringback.login(user.username, 'correct horse');
    await ringback.setDeskState(user, 'ready');
  }
}
const held = async ({ ringback }: Context, user = anna): Promise<NonNullable<Desk['current']>> => {
  const { current } = await ringback.desk(user);
  if (!current) throw new Error('the desk holds nothing');
  return current;
};

describe('login', () => {
  it('[SE2] opens a session that lives while it is used, and 20 idle minutes longer', async () => {
    const { ringback } = await world.open(staffed());
    const { sessionToken } = await ringback.login('anna', 'correct horse');
    const first = await ringback.session(sessionToken);
    expect(first?.user).toEqual(anna);
    expect(first?.csrfToken).toMatch(/^[\w-]{43}$/);
    for (let use = 0; use < 3; use += 1) {
      world.clock.pass(19 * MINUTE);
      expect(await ringback.session(sessionToken)).toEqual(first);
    }
    world.clock.pass(20 * MINUTE);
    expect(await ringback.session(sessionToken)).toBeUndefined();
    expect(await ringback.session('made up')).toBeUndefined();
  });

  it('[SE2] a live stream is no use of it: looking does not keep it, and whoever is idle is logged out everywhere', async () => {
    const context = await world.open(staffed());
    const { ringback, scheduler } = context;
    const [{ sessionToken }, other] = [await ringback.login('anna', 'correct horse'), await ringback.login('anna', 'correct horse')];
    let told = 0;
    context.onSignedOut(() => void (told += 1));
    // What a replica begins with when it hears the others is news of all kinds.
    await listening(world, 1);
    world.clock.pass(19 * MINUTE);
    expect(await ringback.session(other.sessionToken)).toBeDefined();
    expect((await ringback.session(sessionToken, { use: false }))?.user).toEqual(anna);
    const before = told;
    world.clock.pass(MINUTE);
    expect(await ringback.session(sessionToken, { use: false })).toBeUndefined();
    await scheduler.runOnce();
    expect(told).toBe(before + 1);
    expect(await ringback.sessionLives(other.sessionToken)).toBe(true);
    await scheduler.runOnce();
    expect(told).toBe(before + 1);
  });

  it('[SE2] ends with logout', async () => {
    const { ringback } = await world.open(staffed());
    const { sessionToken } = await ringback.login('anna', 'correct horse');
    await ringback.logout(sessionToken);
    await ringback.logout(sessionToken);
    expect(await ringback.session(sessionToken)).toBeUndefined();
  });

  it('[SE2] five failures lock the name for 15 minutes, known or not, and say how long', async () => {
    const { ringback } = await world.open(staffed());
    for (const username of ['anna', 'nobody']) {
      for (let failure = 0; failure < 5; failure += 1)
        expect(await refusalOf(ringback.login(username, 'wrong guess'))).toBe('NOT_AUTHENTICATED');
    }
    const refusal = await ringback.login('anna', 'correct horse').catch((error: Refusal) => error);
    expect(refusal).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfterSeconds: 900 });
    expect(await refusalOf(ringback.login('nobody', 'wrong guess'))).toBe('TOO_MANY_REQUESTS');
    expect(await refusalOf(ringback.login('ben', 'correct horse'))).toBe('granted');
    world.clock.pass(15 * MINUTE);
    expect(await refusalOf(ringback.login('anna', 'correct horse'))).toBe('granted');
    expect(await refusalOf(ringback.login('anna', 'wrong guess'))).toBe('NOT_AUTHENTICATED');
  });

  it('a password changed in the file counts from the next start, and who was taken out of it is out', async () => {
    await world.open(staffed());
    const { ringback } = await world.open(configOf({ users: [{ username: 'anna', password: 'another horse', roles: ['agent'] }] }));
    expect(await refusalOf(ringback.login('anna', 'correct horse'))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(ringback.login('anna', 'another horse'))).toBe('granted');
    expect(await refusalOf(ringback.login('ben', 'correct horse'))).toBe('NOT_AUTHENTICATED');
  });
});

describe('an open desk', () => {
  it('[SL3] shows at once what an edit of a queue changes for its agent, in every replica', async () => {
    const people = [{ username: 'anna', password: 'correct horse', roles: ['agent'], skills: { french: 1 } }];
    const [here, there] = [await world.open(configOf({ users: people })), await world.open(configOf({ users: people }))];
    await book(here);
    const seen: Desk[][] = [[], []];
    await here.ringback.watchDesk(anna, (desk) => seen[0]?.push(desk));
    const stop = await there.ringback.watchDesk(anna, (desk) => seen[1]?.push(desk));
    expect(seen.map((desks) => desks.at(-1)?.waitingCount)).toEqual([1, 1]);
    const { value } = await here.ringback.readObject(admin, 'queues', 'Always_VQ');
    const ask = (version: number, skillExpression: string | null) =>
      here.ringback.putObject(admin, { kind: 'queues', name: 'Always_VQ' }, { version, value: { ...value, skillExpression } });
    const { version } = await ask(0, 'french > 5');
    for (const desks of seen) await expect.poll(() => desks.at(-1)?.waitingCount).toBe(0);
    stop();
    await ask(version, null);
    await expect.poll(() => seen[0]?.at(-1)?.waitingCount).toBe(1);
    expect(seen[1]?.at(-1)?.waitingCount).toBe(0);
  });
});

describe('the desk', () => {
  it('takes the next callback, talks, ends, and counts it', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await ready(context, anna);
    const id = await book(context, { userData: { firstname: 'Ada', lastname: 'Byron', notes: 'Bring the engine' }, language: 'en-GB' });
    expect(await ringback.desk(anna)).toMatchObject({
      agent: { state: 'ready', callsToday: 0 },
      waitingCount: 1,
      waiting: [{ id, name: 'Ada Byron' }],
      current: null,
      simulator: null,
    });
    await ringback.takeNext(anna);
    const current = await held(context);
    expect(current).toMatchObject({
      id,
      state: 'ROUTING',
      attempt: 1,
      name: 'Ada Byron',
      notes: 'Bring the engine',
      language: 'en-GB',
      telUri: `tel:${current.phoneNumber}`,
    });
    world.clock.pass(5 * SECOND);
    await ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'connected' });
    expect(await ringback.desk(anna)).toMatchObject({ agent: { state: 'busy' }, waitingCount: 0, current: { state: 'PROCESSING' } });
    world.clock.pass(40 * SECOND);
    await ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    expect(await ringback.desk(anna)).toMatchObject({
      agent: { state: 'after-call-work', callsToday: 1, averageCallSeconds: 40 },
      current: null,
    });
    await ringback.setDeskState(anna, 'ready');
    expect(await ringback.desk(anna)).toMatchObject({ agent: { state: 'ready' } });
    expect(await ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'AGENT_CONNECTED' });
  });

  it.each([
    ['ended', { callbackState: 'COMPLETED', callbackReason: 'AGENT_CONNECTED' }],
    ['no-answer', { callbackState: 'QUEUED' }],
    ['busy', { callbackState: 'QUEUED' }],
    ['machine', { callbackState: 'QUEUED' }],
    ['failed', { callbackState: 'QUEUED' }],
    ['wrong-number', { callbackState: 'COMPLETED', callbackReason: 'CANCELLED_BY_AGENT' }],
  ] as const)('[CB5] "%s" straight after the dial', async (outcome, expected) => {
    const context = await world.open(staffed());
    await ready(context, anna);
    const id = await book(context);
    await context.ringback.takeNext(anna);
    await context.ringback.reportOutcome(anna, { id, attempt: 1, outcome });
    expect(await context.ringback.retrieveCallback(id)).toMatchObject(expected);
    expect((await context.ringback.desk(anna)).current).toBeNull();
  });

  it('gives nothing to who is not ready, holds another already, or finds nobody waiting', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await book(context);
    await book(context);
    expect(await refusalOf(ringback.takeNext(anna))).toBe('WRONG_STATE');
    await ready(context, anna, ben);
    await ringback.takeNext(anna);
    expect(await refusalOf(ringback.takeNext(anna))).toBe('WRONG_STATE');
    await ringback.takeNext(ben);
    const { id } = await held(context, ben);
    await ringback.reportOutcome(ben, { id, attempt: 1, outcome: 'ended' });
    expect(await refusalOf(ringback.takeNext(ben))).toBe('NOT_FOUND');
  });

  it('hears an outcome only from who holds the callback, and only of the present attempt', async () => {
    const context = await world.open(staffed());
    await ready(context, anna, ben);
    const id = await book(context);
    await context.ringback.takeNext(anna);
    expect(await refusalOf(context.ringback.reportOutcome(ben, { id, attempt: 1, outcome: 'ended' }))).toBe('NOT_FOUND');
    expect(await refusalOf(context.ringback.reportOutcome(anna, { id, attempt: 2, outcome: 'ended' }))).toBe('WRONG_STATE');
    await context.ringback.cancelCallback(id, customer);
    expect(await refusalOf(context.ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' }))).toBe('NOT_FOUND');
  });

  it('two agents and the simulator at once never share a callback', async () => {
    const context = await world.open(staffed({ dialer: { ...SIMULATOR, agents: 1 } }));
    await ready(context, anna, ben);
    const ids = [await book(context), await book(context), await book(context)];
    await Promise.all([context.ringback.takeNext(anna), context.ringback.takeNext(ben), context.scheduler.runOnce()]);
    await context.scheduler.runOnce();
    expect((await held(context, anna)).id).not.toBe((await held(context, ben)).id);
    expect(await Promise.all(ids.map(async (id) => (await context.ringback.retrieveCallback(id)).callbackState))).toEqual([
      'ROUTING',
      'ROUTING',
      'ROUTING',
    ]);
  });

  it('shows and gives an agent only the queues of their line of business', async () => {
    const context = await world.open(staffed());
    const officeOnly = agent('anna', ['Office_VQ']);
    await ready(context, officeOnly);
    await book(context);
    expect((await context.ringback.desk(officeOnly)).waitingCount).toBe(0);
    expect(await refusalOf(context.ringback.takeNext(officeOnly))).toBe('NOT_FOUND');
    const id = await book(context, { serviceName: 'Office_VQ' });
    await context.ringback.takeNext(officeOnly);
    expect((await held(context)).id).toBe(id);
  });

  it('[CB4] shows whom an agent is skilled for before they were ever ready', async () => {
    const people = [
      { username: 'anna', password: 'correct horse', roles: ['agent'], skills: { french: 10 } },
      { username: 'ben', password: 'correct horse', roles: ['agent'] },
    ];
    const context = await world.open(configOf({ users: people, queue: { skillExpression: 'french > 5' } }));
    await book(context);
    for (const [user, waitingCount] of [
      [anna, 1],
      [ben, 0],
    ] as const) {
      await context.ringback.login(user.username, 'correct horse');
      expect(await context.ringback.desk(user)).toMatchObject({ agent: { state: 'not-ready' }, waitingCount });
      expect(await refusalOf(context.ringback.takeNext(user))).toBe('WRONG_STATE');
    }
  });

  it.each(['logs out', 'idles out'])('an agent who %s without reporting gives the callback back to its place', async (way) => {
    const context = await world.open(staffed());
    const { sessionToken } = await context.ringback.login('anna', 'correct horse');
    await context.ringback.setDeskState(anna, 'ready');
    const id = await book(context);
    world.clock.pass(SECOND);
    await book(context);
    await context.ringback.takeNext(anna);
    if (way === 'logs out') await context.ringback.logout(sessionToken);
    else {
      world.clock.pass(20 * MINUTE);
      await context.scheduler.runOnce();
    }
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', position: 1, attempts: 1 });
    expect(await context.ringback.desk(anna)).toMatchObject({ agent: { state: 'not-ready' }, current: null });
    await ready(context, ben);
    await context.ringback.takeNext(ben);
    expect(await held(context, ben)).toMatchObject({ id, attempt: 2 });
  });

  it('keeps a conversation for an agent whose session ended', async () => {
    const context = await world.open(staffed());
    const { sessionToken } = await context.ringback.login('anna', 'correct horse');
    await context.ringback.setDeskState(anna, 'ready');
    const id = await book(context);
    await context.ringback.takeNext(anna);
    await context.ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'connected' });
    await context.ringback.logout(sessionToken);
    expect(await held(context)).toMatchObject({ id, state: 'PROCESSING' });
  });

  it('is live: bookings, own calls and the simulator switch show without being asked for', async () => {
    const context = await world.open(staffed({ dialer: SIMULATOR }));
    await ready(context, anna);
    const seen: Desk[] = [];
    const stop = await context.ringback.watchDesk(anna, (desk) => seen.push(desk));
    expect(seen).toMatchObject([{ agent: { state: 'ready' }, waitingCount: 0, simulator: { paused: false, agents: 2, busy: 0 } }]);
    await context.ringback.setSimulatorPaused(anna, true);
    await expect.poll(() => seen.at(-1)?.simulator?.paused).toBe(true);
    const id = await book(context);
    await expect.poll(() => seen.at(-1)?.waiting[0]?.id).toBe(id);
    await context.ringback.takeNext(anna);
    await expect.poll(() => seen.at(-1)?.current?.id).toBe(id);
    stop();
    const { length } = seen;
    await context.ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    expect(await context.ringback.desk(anna)).toMatchObject({ current: null });
    expect(seen).toHaveLength(length);
  });

  it('refuses the simulator switch where no simulator dials', async () => {
    const context = await world.open(staffed());
    expect(await refusalOf(context.ringback.setSimulatorPaused(anna, true))).toBe('WRONG_STATE');
  });
});
