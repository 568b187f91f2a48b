import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anna, ben, offerOf, staffed, stateOf, stepsIn } from './desk-steps.js';
import { AGENTS, book, configOf, customer, MINUTE, newWorld, refusalOf, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const { ready, run, ask } = stepsIn(() => world);

const storyOf = async (): Promise<string[]> =>
  (
    await ask<{ said: string }>(
      `SELECT concat_ws(' ', to_state, actor_kind, actor_name, '(' || cause || ')') AS said FROM callback_event ORDER BY callback_id, version`,
    )
  ).map(({ said }) => said);

describe('an offer', () => {
  it('[CB4] goes to the agent who has been idle longest; accepted, the attempt begins, and not before', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await ready(context, anna, ben);
    const id = await book(context, { userData: { firstname: 'Ada', notes: 'Engine' } });
    await run(context);
    const desk = await ringback.desk(anna);
    expect(desk).toMatchObject({
      agent: { state: 'reserved' },
      offer: {
        id,
        name: 'Ada',
        notes: 'Engine',
        attempt: 1,
        own: false,
        expiresAt: new Date(world.clock.now() + 20 * SECOND).toISOString(),
      },
      current: null,
      waitingCount: 0,
    });
    expect(await offerOf(context, ben)).toBeUndefined();
    expect(await ringback.visitorCallback(id)).toMatchObject({ state: 'ROUTING', attempts: 0 });
    expect(await ask('SELECT FROM attempt')).toHaveLength(0);
    await ringback.acceptOffer(anna, id);
    expect(await ringback.desk(anna)).toMatchObject({
      agent: { state: 'busy' },
      offer: null,
      current: { id, attempt: 1, state: 'ROUTING' },
    });
    expect(await ask('SELECT number, agent, dialer FROM attempt')).toEqual([{ number: 1, agent: 'anna', dialer: 'desk' }]);
    await ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    expect(await storyOf()).toEqual([
      'QUEUED customer (booked as soon as possible)',
      'ROUTING system (offered)',
      'ROUTING agent anna (accepted)',
      'PROCESSING agent anna (connected)',
      'COMPLETED agent anna (ended)',
    ]);
  });

  it('[CB4] declined, goes to the next agent from the same place, and not to the same one for a while', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await ready(context, anna, ben);
    const [first, second] = [await book(context), (world.clock.pass(1), await book(context))];
    await run(context);
    expect([await offerOf(context, anna), await offerOf(context, ben)]).toEqual([first, second]);
    await ringback.declineOffer(anna, first);
    expect(await ringback.visitorCallback(first)).toMatchObject({ state: 'QUEUED', position: 1, attempts: 0 });
    await run(context);
    // Ben has one already, and anna has said no.
    expect([await offerOf(context, anna), await stateOf(context, anna)]).toEqual([undefined, 'ready']);
    await ringback.declineOffer(ben, second);
    await run(context);
    expect([await offerOf(context, anna), await offerOf(context, ben)]).toEqual([second, first]);
    expect(await refusalOf(ringback.declineOffer(anna, first))).toBe('NOT_FOUND');
  });

  it('[CB4] missed, goes to the next agent, and whoever missed it is not ready; an answer that comes too late is refused', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await ready(context, anna, ben);
    const id = await book(context);
    await run(context);
    world.clock.pass(20 * SECOND - 1);
    expect(await refusalOf(ringback.acceptOffer(ben, id))).toBe('NOT_FOUND');
    world.clock.pass(1);
    expect(await refusalOf(ringback.acceptOffer(anna, id))).toBe('WRONG_STATE');
    await run(context);
    expect(await ringback.desk(anna)).toMatchObject({ agent: { state: 'not-ready', reason: 'missed an offer' }, offer: null });
    expect(await offerOf(context, ben)).toBe(id);
    await ringback.acceptOffer(ben, id);
    expect((await ringback.desk(ben)).current).toMatchObject({ id, attempt: 1 });
    await ringback.setDeskState(anna, 'ready');
    expect((await ringback.desk(anna)).agent).not.toHaveProperty('reason');
  });

  it('[CB4] its time is the queue’s', async () => {
    const context = await world.open(staffed({ queue: { offerSeconds: 5 } }));
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    world.clock.pass(5 * SECOND - 1);
    await context.ringback.acceptOffer(anna, id);
    expect((await context.ringback.desk(anna)).current?.id).toBe(id);
  });

  it.each(['says not ready', 'logs out', 'idles out'])('[CB4] is withdrawn when its agent %s', async (way) => {
    const context = await world.open(staffed({ queue: { offerSeconds: 300 } }));
    const [token] = await ready(context, anna);
    const id = await book(context);
    await run(context);
    expect(await offerOf(context)).toBe(id);
    if (way === 'says not ready') await context.ringback.setDeskState(anna, 'not-ready', 'lunch');
    if (way === 'logs out') await context.ringback.logout(token ?? '');
    if (way === 'idles out') await run(context, 20 * MINUTE);
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', position: 1, attempts: 0 });
    expect(await stateOf(context)).toBe('not-ready');
    expect(await ask('SELECT FROM attempt')).toHaveLength(0);
  });

  it('[NV1] of a number that was blocked since leads to no call, and the agent is free for the next one', async () => {
    const numberRules = [{ name: 'US', countries: ['US'] }];
    const context = await world.open(staffed({ numberRules, queue: { connectMode: 'AGENT_FIRST', numberRule: 'US' } }));
    const { ringback } = context;
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    expect(await offerOf(context)).toBe(id);
    const admin = { username: 'ada', roles: ['administrator'], queues: undefined } as const;
    const value = { countries: ['US'], blocked: ['^\\+1212'] };
    await ringback.putObject(admin, { kind: 'number-rules', name: 'US' }, { version: 0, value });
    expect(await refusalOf(ringback.acceptOffer(anna, id))).toBe('WRONG_STATE');
    expect(await ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED', reason: 'NUMBER_BLOCKED' });
    expect(await ask('SELECT FROM attempt')).toEqual([]);
    expect(await stateOf(context)).toBe('ready');
  });

  it('[CB6] cancelled by the customer meanwhile, it is gone, and the agent is ready', async () => {
    const context = await world.open(staffed());
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    await context.ringback.cancelCallback(id, customer);
    expect(await context.ringback.desk(anna)).toMatchObject({ agent: { state: 'ready' }, offer: null });
    expect(await refusalOf(context.ringback.acceptOffer(anna, id))).toBe('NOT_FOUND');
    expect((await context.metrics()).attempts).toEqual({});
  });

  it('[CB4] whoever takes the next one by hand takes the one that is offered', async () => {
    const context = await world.open(staffed());
    await ready(context, anna);
    const [first] = [await book(context), (world.clock.pass(1), await book(context))];
    await run(context);
    await context.ringback.takeNext(anna);
    expect(await context.ringback.desk(anna)).toMatchObject({ current: { id: first, attempt: 1 }, offer: null });
    expect(await refusalOf(context.ringback.takeNext(anna))).toBe('WRONG_STATE');
  });

  it('[CB4] many rounds at once on two replicas and clicks between them leave one offer or call for each agent', async () => {
    const replicas = await Promise.all([world.open(staffed()), world.open(staffed())]);
    const [one] = replicas;
    await ready(one, anna, ben);
    for (let n = 0; n < 5; n += 1) await book(one);
    await Promise.all([...replicas, ...replicas].map(({ scheduler }) => scheduler.runOnce()).concat(one.ringback.takeNext(anna)));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    const held = await ask<{ agent: string }>(`SELECT agent FROM callback WHERE state = 'ROUTING' ORDER BY agent`);
    expect(held.map(({ agent: holder }) => holder)).toEqual(['anna', 'ben']);
    expect(await ask('SELECT FROM attempt')).toHaveLength(1);
  });

  it('[CB4] where the simulator dials, agents of an agent-first queue are asked before it takes over', async () => {
    const context = await world.open(staffed({ dialer: { ...SIMULATOR, agents: 1 }, queue: { connectMode: 'AGENT_FIRST' } }));
    await ready(context, anna);
    const ids = [await book(context), (world.clock.pass(1), await book(context)), (world.clock.pass(1), await book(context))];
    await run(context);
    expect(await offerOf(context)).toBe(ids[0]);
    expect(await ask('SELECT callback_id, dialer FROM attempt')).toEqual([{ callback_id: ids[1], dialer: 'simulator' }]);
  });
});

describe('after-call work', () => {
  it('[CB4] nobody is asked while writing up a call, until ready again', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    await ringback.acceptOffer(anna, id);
    await ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'connected' });
    const next = await book(context);
    await ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    await run(context);
    expect([await stateOf(context), await offerOf(context)]).toEqual(['after-call-work', undefined]);
    await ringback.setDeskState(anna, 'ready');
    await run(context);
    expect(await offerOf(context)).toBe(next);
  });

  it('[CB4] there is none with autoEnd, nor after a call that reached nobody', async () => {
    const context = await world.open(staffed({ queue: { autoEnd: true, autoAnswer: true } }));
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    // autoAnswer: nobody was asked.
    expect(await context.ringback.desk(anna)).toMatchObject({ agent: { state: 'busy' }, current: { id, attempt: 1 }, offer: null });
    await context.ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    expect(await stateOf(context)).toBe('ready');
    const other = await world.open(staffed());
    const missed = await book(other);
    await run(other);
    await other.ringback.acceptOffer(anna, missed);
    await other.ringback.reportOutcome(anna, { id: missed, attempt: 1, outcome: 'no-answer' });
    expect(await stateOf(other)).toBe('ready');
  });

  it('[CB4] an agent may choose during a call not to be ready after it', async () => {
    const context = await world.open(staffed());
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    await context.ringback.acceptOffer(anna, id);
    await context.ringback.setDeskState(anna, 'not-ready', 'lunch');
    expect((await context.ringback.desk(anna)).agent).toMatchObject({ state: 'busy', notReadyAfterCall: true, reason: 'lunch' });
    await context.ringback.reportOutcome(anna, { id, attempt: 1, outcome: 'ended' });
    expect((await context.ringback.desk(anna)).agent).toMatchObject({ state: 'not-ready', reason: 'lunch' });
  });

  it('[CB4] whoever had a call is asked last', async () => {
    const context = await world.open(staffed({ queue: { autoEnd: true } }));
    await ready(context, anna, ben);
    const first = await book(context);
    await run(context);
    await context.ringback.acceptOffer(anna, first);
    world.clock.pass(SECOND);
    await context.ringback.reportOutcome(anna, { id: first, attempt: 1, outcome: 'ended' });
    const second = await book(context);
    await run(context);
    expect([await offerOf(context, anna), await offerOf(context, ben)]).toEqual([undefined, second]);
  });
});

describe('skills', () => {
  const SKILLED = AGENTS.map((user) => ({ ...user, skills: user.username === 'ben' ? { french: 7 } : { english: 3 } }));

  it('[CB4] a callback goes only to who has what its queue wants, and shows on no other desk', async () => {
    const context = await world.open(configOf({ users: SKILLED, queue: { skillExpression: 'french > 5 | german >= 1' } }));
    await ready(context, anna, ben);
    const id = await book(context);
    await run(context);
    expect([await offerOf(context, anna), await offerOf(context, ben)]).toEqual([undefined, id]);
    await context.ringback.declineOffer(ben, id);
    expect((await context.ringback.desk(anna)).waitingCount).toBe(0);
    expect((await context.ringback.desk(ben)).waitingCount).toBe(1);
    expect(await refusalOf(context.ringback.takeNext(anna))).toBe('NOT_FOUND');
  });

  it('[CB3] a callback’s own skills go before its queue’s', async () => {
    const context = await world.open(configOf({ users: SKILLED, queue: { skillExpression: 'french > 5' } }));
    await ready(context, anna, ben);
    const id = await book(context);
    await ask(`UPDATE callback SET skill_expression = 'english = 3'`);
    await run(context);
    expect([await offerOf(context, anna), await offerOf(context, ben)]).toEqual([id, undefined]);
  });
});
