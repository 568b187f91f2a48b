import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { anna, ben, staffed, stateOf, stepsIn } from './desk-steps.js';
import { fakeDialer, type FakeDialer } from './fake-dialer.js';
import { book, customer, MINUTE, newWorld, SECOND, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const { ready, run, ask } = stepsIn(() => world);

describe('customer first', () => {
  // Its place is taken by the fake one; silence is not what these tests are about.
  const WEBHOOK = {
    adapter: 'webhook',
    url: 'https://telephony.example/dial',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    noProgressSeconds: 3600,
  };
  const dialled = (queue = {}) => staffed({ dialer: WEBHOOK, queue });
  /** The only call, unless another is given. */
  const reach = async (
    context: Context,
    dialer: FakeDialer,
    kind: 'answered' | 'connected' | 'ended' | 'agent-missed',
    call = 0,
  ): Promise<void> => {
    dialer.say(dialer.placed[call] ?? 'none', { kind });
    await run(context);
  };
  const answeredWithNobodyThere = async () => {
    const dialer = fakeDialer();
    const context = await world.open(dialled(), undefined, dialer);
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    await context.ringback.setDeskState(anna, 'not-ready');
    await reach(context, dialer, 'answered');
    return { dialer, context, id };
  };

  it('[CB4] the customer is called when an agent is free, who is not reserved; answered, the longest idle one is brought in', async () => {
    const dialer = fakeDialer();
    const context = await world.open(dialled(), undefined, dialer);
    const none = await book(context);
    await run(context);
    expect(dialer.placed).toEqual([]);
    await ready(context, anna, ben);
    await run(context);
    expect(dialer.placed).toHaveLength(1);
    expect([await stateOf(context, anna), await stateOf(context, ben)]).toEqual(['ready', 'ready']);
    await reach(context, dialer, 'answered');
    await run(context);
    expect(dialer.bridged).toEqual([`${dialer.placed[0]} anna`]);
    expect(await context.ringback.desk(anna)).toMatchObject({ agent: { state: 'busy' }, current: { id: none, state: 'ROUTING' } });
    await reach(context, dialer, 'connected');
    expect(await context.ringback.desk(anna)).toMatchObject({ current: { state: 'PROCESSING' } });
    await reach(context, dialer, 'ended');
    expect(await context.ringback.retrieveCallback(none)).toMatchObject({ callbackReason: 'AGENT_CONNECTED' });
    expect(await stateOf(context, anna)).toBe('after-call-work');
    expect(await ask('SELECT agent, outcome FROM attempt')).toEqual([{ agent: 'anna', outcome: 'connected' }]);
  });

  it('[CB4] calls at most pacing times the free agents at once, over all replicas', async () => {
    const dialer = fakeDialer();
    const replicas = await Promise.all([1, 2].map(() => world.open(dialled({ pacingModifier: 1.5 }), undefined, dialer)));
    const [one] = replicas as [Context];
    await ready(one, anna, ben);
    for (let n = 0; n < 6; n += 1) await book(one);
    await Promise.all([...replicas, ...replicas].map(({ scheduler }) => scheduler.runOnce()));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    expect(dialer.placed).toHaveLength(3);
    expect(new Set(dialer.placed).size).toBe(3);
  });

  it('[CB4] with nobody there the customer waits for the next agent; hanging up is giving up', async () => {
    const { dialer, context, id } = await answeredWithNobodyThere();
    await run(context, 30 * SECOND);
    expect(dialer.bridged).toEqual([]);
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'ROUTING' });
    await context.ringback.setDeskState(anna, 'ready');
    await run(context);
    expect(dialer.bridged).toHaveLength(1);
    await reach(context, dialer, 'ended');
    expect(await context.ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'CUSTOMER_ABANDONED' });
    expect(await stateOf(context)).toBe('ready');
  });

  it('[CB4] nobody is left on the line for more than a minute: they are called again', async () => {
    const { dialer, context, id } = await answeredWithNobodyThere();
    await run(context, MINUTE - 1);
    expect(dialer.hungUp).toEqual([]);
    await run(context, 1);
    expect(dialer.hungUp).toEqual([`${id}/1`]);
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', attempts: 1, lastOutcome: 'failed' });
  });

  it('[CB4] an agent who does not come is not ready, and the next one is brought in', async () => {
    const dialer = fakeDialer();
    const context = await world.open(dialled(), undefined, dialer);
    await ready(context, anna, ben);
    await book(context);
    await run(context);
    await reach(context, dialer, 'answered');
    await run(context);
    await reach(context, dialer, 'agent-missed');
    await run(context);
    expect(dialer.bridged.map((call) => call.split(' ')[1])).toEqual(['anna', 'ben']);
    expect((await context.ringback.desk(anna)).agent).toMatchObject({ state: 'not-ready', reason: 'missed a call' });
  });

  it('[CB4] agent-first with autoDial: accepted, the dialer calls; answered, the agent who accepted is brought in', async () => {
    const dialer = fakeDialer();
    const context = await world.open(dialled({ connectMode: 'AGENT_FIRST', autoDial: true }), undefined, dialer);
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    expect(dialer.placed).toEqual([]);
    await context.ringback.acceptOffer(anna, id);
    expect(dialer.placed).toHaveLength(1);
    await reach(context, dialer, 'answered');
    expect(dialer.bridged).toEqual([`${dialer.placed[0]} anna`]);
  });

  it('[CB6] what rings stops ringing when it is cancelled', async () => {
    const dialer = fakeDialer();
    const context = await world.open(dialled(), undefined, dialer);
    await ready(context, anna);
    const id = await book(context);
    await run(context);
    await context.ringback.cancelCallback(id, customer);
    expect(dialer.hungUp).toEqual([`${id}/1`]);
  });

  it('[SC1] a replica that takes over calls again, or brings the agent in again, under the same number', async () => {
    const [lost, found] = [fakeDialer(), fakeDialer()];
    const dying = await world.open(dialled(), undefined, lost);
    await ready(dying, anna, ben);
    await book(dying);
    world.clock.pass(1);
    await book(dying);
    await run(dying);
    await reach(dying, lost, 'answered');
    const living = await world.open(dialled(), undefined, found);
    // From here on the first one neither beats nor drives.
    await run(living, 16 * SECOND);
    expect(found.placed).toEqual([lost.placed[1]]);
    expect(found.bridged).toEqual(lost.bridged);
  });
});
