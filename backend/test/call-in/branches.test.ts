import type { CallbackId } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { HOUR, MINUTE, newWorld, refusalOf, SECOND, SIMULATOR, type World } from '../usecases/harness.js';
import { askNumber, bookCallIn, call, callInConfig, codeOf, otherThan } from './call-in-world.js';

/* Every branch of "How Click-To-Call-In (Delayed) works": which test plays it, and where, is in docs/decisions/0015-call-in.md. */

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const pass = async (context: Context, ms: number): Promise<void> => {
  world.clock.pass(ms);
  await context.scheduler.runOnce();
};
/** Open from 8 to 20, a number good for half an hour, and agents as the branch has it. */
const config = ({ agents = 2, ...queue }: Record<string, unknown> & { agents?: number }) =>
  callInConfig({
    dialer: { ...SIMULATOR, agents },
    hours: ['Day'],
    group: { expirySeconds: 1800 },
    queue: { businessHours: 'Day', pushedCallbackExpiryMinutes: 60, ...queue },
  });
const view = (context: Context, id: CallbackId) => context.ringback.visitorCallback(id);
/** Books so many hours before the day ends at 20:00. */
async function bookBeforeEnd(context: Context, ms: number): Promise<CallbackId> {
  const end = new Date(world.clock.now()).setUTCHours(20, 0, 0, 0);
  world.clock.pass(end - ms - world.clock.now());
  return bookCallIn(context);
}
/** @param dead a number that was handed out, and why it leads nowhere */
async function expectGone(context: Context, id: CallbackId, reason: string, dead?: { code: string; failure: string }): Promise<void> {
  expect(await view(context, id)).toMatchObject({ state: 'COMPLETED', reason });
  expect(await refusalOf(askNumber(context, { callbackServiceId: id }))).toBe('WRONG_STATE');
  if (dead) expect(await call(context, { accessCode: dead.code })).toMatchObject({ matched: false, failure: dead.failure });
}

describe('purged, so that no match can be made', () => {
  it('[CI5] [CB7] the purge time passes before an agent is near', async () => {
    const context = await world.open(config({ purgeTimeMinutes: 30, agents: 1 }));
    const first = await bookCallIn(context);
    await pass(context, SECOND);
    await call(context, { accessCode: codeOf(await askNumber(context, { callbackServiceId: first })) });
    const second = await bookCallIn(context);
    await pass(context, SECOND);
    expect((await view(context, second)).callIn?.readyUntil).toBeUndefined();
    world.clock.pass(30 * MINUTE);
    await context.scheduler.runOnce();
    await expectGone(context, second, 'PURGED_TIMEOUT');
  });

  it('[CI5] [CB7] the purge time passes before the customer reacts to the message', async () => {
    const context = await world.open(config({ purgeTimeMinutes: 30 }));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    expect((await view(context, id)).callIn?.readyUntil).toEqual(expect.any(String));
    await pass(context, 30 * MINUTE);
    await expectGone(context, id, 'PURGED_TIMEOUT');
  });

  it('[CI5] [CB7] the day ends before the purge time, before the customer reacts', async () => {
    const context = await world.open(config({ purgeTimeMinutes: 120 }));
    const id = await bookBeforeEnd(context, 20 * MINUTE);
    await pass(context, SECOND);
    expect((await view(context, id)).callIn?.readyUntil).toEqual(expect.any(String));
    await pass(context, 20 * MINUTE);
    await expectGone(context, id, 'PURGED_END_OF_DAY');
  });

  it('[CI5] [CB7] the day ends when the number has been handed out: it leads nowhere', async () => {
    const context = await world.open(config({}));
    const id = await bookBeforeEnd(context, 20 * MINUTE);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    await pass(context, 20 * MINUTE);
    await expectGone(context, id, 'PURGED_END_OF_DAY', { code: codeOf(made), failure: 'ended' });
  });
});

describe('out of the queue', () => {
  it('[CI5] the turn expires: nobody may call any more, and the next one is told', async () => {
    const context = await world.open(config({ pushedCallbackExpiryMinutes: 10, agents: 1 }));
    const first = await bookCallIn(context);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: first });
    const second = await bookCallIn(context);
    await pass(context, SECOND);
    expect((await view(context, second)).callIn?.readyUntil).toBeUndefined();
    await pass(context, 10 * MINUTE);
    await expectGone(context, first, 'PUSH_EXPIRED', { code: codeOf(made), failure: 'expired' });
    await pass(context, SECOND);
    expect((await view(context, second)).callIn?.readyUntil).toEqual(expect.any(String));
  });
});

describe('as long as both requests are valid', () => {
  it('[CI4] the first call matches nothing, the next one does, and goes to an agent', async () => {
    const context = await world.open(config({}));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    const wrong = otherThan(codeOf(made));
    for (let tries = 0; tries < 5; tries += 1)
      expect(await call(context, { accessCode: wrong, callId: 'one' })).toMatchObject({ matched: false });
    expect(await call(context, { accessCode: codeOf(made), callId: 'one' })).toMatchObject({ failure: 'too-many-tries' });
    expect(await call(context, { accessCode: codeOf(made), callId: 'two' })).toMatchObject({ matched: true, callback: { id } });
    await pass(context, 2 * SECOND);
    expect(await view(context, id)).toMatchObject({ state: 'PROCESSING' });
  });

  it('[CI4] a matched call is purged no more, whatever the hour', async () => {
    const context = await world.open(config({ purgeTimeMinutes: 30 }));
    const id = await bookBeforeEnd(context, 20 * MINUTE);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    expect(await call(context, { accessCode: codeOf(made) })).toMatchObject({ matched: true });
    await pass(context, HOUR);
    expect(await view(context, id)).toMatchObject({ reason: 'AGENT_CONNECTED' });
  });
});
