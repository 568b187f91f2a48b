import { telephonyCallback, type CallbackId, type Config, type DialRequested, type ReportType } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../src/context.js';
import { standInReceiver, type StandInReceiver } from '../webhooks/stand-in-receiver.js';
import { book, configOf, customer, MINUTE, MONDAY, newWorld, nextNumber, refusalOf, SECOND, type World } from '../usecases/harness.js';

const SECRET = 'the secret of the dialer';

let world: World;
let telephony: StandInReceiver<DialRequested>;
beforeAll(async () => void (world = await newWorld()));
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: MONDAY });
  telephony = await standInReceiver(SECRET, () => world.clock.now());
});
afterEach(async () => {
  await world.clean();
  await telephony.close();
  vi.useRealTimers();
});
afterAll(() => world.close());

const dialled = (rest: Record<string, unknown> = {}): Config =>
  configOf({ dialer: { adapter: 'webhook', url: telephony.url, secret: SECRET, allowPrivateAddresses: true, assumeAgents: 2, ...rest } });
const open = (rest?: Record<string, unknown>) => world.open(dialled(rest));
async function pass(context: Context, ms: number): Promise<void> {
  world.clock.pass(ms);
  await context.scheduler.runOnce();
}
const report = (
  { ringback }: Context,
  id: CallbackId,
  type: ReportType,
  rest: { attempt?: number; reportId?: string; answered?: boolean } = {},
) => ringback.reportAttempt({ id, attempt: 1, type, reportId: undefined, ...rest });
const stateOf = async ({ ringback }: Context, id: CallbackId) => {
  const { state, reason, lastOutcome } = await ringback.visitorCallback(id);
  return [state, reason ?? lastOutcome].filter((word) => word !== undefined).join(' ');
};
const dialsOf = (id: CallbackId) => telephony.received.filter(({ body }) => body.callbackId === id);

describe('asking for a dial', () => {
  it('[TE1] is a signed message that says whom to call for what', async () => {
    const context = await open();
    const id = await book(context, { phoneNumber: '+12125550123', priority: 3, userData: { order: 17 } });
    await context.scheduler.runOnce();
    expect(telephony.received.map(({ body }) => body)).toEqual([
      {
        type: 'dial.requested',
        callbackId: id,
        attempt: 1,
        phoneNumber: '+12125550123',
        queue: 'Always_VQ',
        priority: 3,
        userData: { order: 17 },
      },
    ]);
    expect(telephony.refused).toBe(0);
    await pass(context, MINUTE);
    expect(telephony.received).toHaveLength(1);
    expect((await context.metrics()).dialRequests).toEqual({ accepted: 1 });
  });

  it('[TE1] the same message id on every retry of one attempt, and another for the next attempt', async () => {
    const context = await open();
    telephony.answerNext(500, 503);
    const id = await book(context);
    await context.scheduler.runOnce();
    await pass(context, SECOND);
    await pass(context, 2 * SECOND);
    await report(context, id, 'busy');
    await pass(context, 15 * MINUTE);
    expect(telephony.received.map((one) => [one.id, one.body.attempt])).toEqual([
      [`dial_${id}_1`, 1],
      [`dial_${id}_1`, 1],
      [`dial_${id}_1`, 1],
      [`dial_${id}_2`, 2],
    ]);
  });

  it('[TE1][CB5] one that is not accepted within a minute has failed, and is tried again after the interval', async () => {
    const context = await open();
    telephony.answerAll(500);
    const id = await book(context);
    await context.scheduler.runOnce();
    for (let second = 0; second <= 60; second += 1) await pass(context, SECOND);
    expect(await stateOf(context, id)).toBe('QUEUED failed');
    expect(telephony.received.length).toBeGreaterThan(4);
    expect(telephony.received.length).toBeLessThan(10);
    telephony.answerAll(200);
    await pass(context, 15 * MINUTE);
    expect(telephony.received.at(-1)?.body.attempt).toBe(2);
  });

  it('[TE1] a private address is refused once and for all unless it is allowed', async () => {
    const context = await open({ allowPrivateAddresses: false });
    const id = await book(context);
    await context.scheduler.runOnce();
    await context.scheduler.runOnce();
    expect(await stateOf(context, id)).toBe('QUEUED failed');
    expect(telephony.received).toEqual([]);
    expect((await context.metrics()).dialRequests).toEqual({ refused: 1 });
  });

  it('[TE1] assumeAgents n: never more than n calls at once, by any number of replicas', async () => {
    const replicas = await Promise.all([open(), open()]);
    const ids = await Promise.all(Array.from({ length: 5 }, () => book(replicas[0])));
    await Promise.all(replicas.flatMap(({ scheduler }) => [scheduler.runOnce(), scheduler.runOnce()]));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    expect(telephony.received).toHaveLength(2);
    await report(replicas[0], telephony.received[0]?.body.callbackId as CallbackId, 'busy');
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    expect(new Set(telephony.received.map((one) => one.id)).size).toBe(3);
    expect(ids).toHaveLength(5);
  });

  it('[SC1][CB5] a replica that takes over a dead one asks for the same attempt under the same id', async () => {
    const [dying, living] = [await open(), await open()];
    telephony.answerNext(500);
    const id = await book(dying);
    await dying.scheduler.runOnce();
    await pass(living, 14 * SECOND);
    await pass(living, 2 * SECOND);
    expect(dialsOf(id).map((one) => one.id)).toEqual([`dial_${id}_1`, `dial_${id}_1`]);
    await report(living, id, 'answered');
    await report(living, id, 'ended');
    expect(await stateOf(living, id)).toBe('COMPLETED AGENT_CONNECTED');
  });

  it('[TE1] one call that hangs holds up no other', async () => {
    const context = await open({ assumeAgents: 5 });
    telephony.answerNext(() => undefined);
    const first = await book(context);
    context.scheduler.start();
    await telephony.arrived(1);
    const others = await Promise.all([book(context), book(context)]);
    await telephony.arrived(3);
    expect(telephony.received.map(({ body }) => body.callbackId).toSorted()).toEqual([first, ...others].toSorted());
    await context.close();
  });
});

describe('a call that nobody wants any more', () => {
  it('[TE1][CB6] is announced where that is wanted, and asked for no more', async () => {
    const context = await open({ sendCancellations: true });
    telephony.answerNext(500);
    const id = await book(context);
    await context.scheduler.runOnce();
    await context.ringback.cancelCallback(id, customer);
    await pass(context, 10 * SECOND);
    expect(telephony.received.map((one) => [one.id, one.body])).toEqual([
      [`dial_${id}_1`, expect.objectContaining({ type: 'dial.requested' })],
      [`cancel_${id}_1`, { type: 'dial.cancelled', callbackId: id, attempt: 1 }],
    ]);
  });

  it('[TE1][CB6] else only in the answer to its next report, and a telephony side that is gone delays no cancel', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    telephony.answerAll(() => undefined);
    await context.ringback.cancelCallback(id, customer);
    expect(telephony.received).toHaveLength(1);
    expect(await report(context, id, 'ringing')).toMatchObject({ applied: false, state: 'COMPLETED' });
  });
});

describe('reports', () => {
  it('[TE1] a call as it should be: ringing, answered, ended', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    expect(await report(context, id, 'ringing')).toEqual({ id, attempt: 1, applied: true, state: 'ROUTING' });
    expect(await report(context, id, 'answered')).toEqual({ id, attempt: 1, applied: true, state: 'PROCESSING' });
    expect(await report(context, id, 'ended')).toEqual({ id, attempt: 1, applied: true, state: 'COMPLETED' });
    expect(await stateOf(context, id)).toBe('COMPLETED AGENT_CONNECTED');
    expect((await context.metrics()).reports).toEqual({ ringing: 1, answered: 1, ended: 1 });
  });

  it.each<[ReportType, string]>([
    ['busy', 'QUEUED busy'],
    ['no-answer', 'QUEUED no-answer'],
    ['machine', 'QUEUED machine'],
    ['failed', 'QUEUED failed'],
    ['ended', 'QUEUED failed'],
  ])('[TE1][CB5] %s', async (type, state) => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    expect(await report(context, id, type)).toMatchObject({ applied: true, state: 'QUEUED' });
    expect(await stateOf(context, id)).toBe(state);
    expect(await report(context, id, type)).toMatchObject({ applied: false, state: 'QUEUED' });
  });

  it('[TE1] many at once of the same thing count once', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    const answers = await Promise.all(Array.from({ length: 8 }, () => report(context, id, 'busy', { reportId: 'one' })));
    expect(answers.filter(({ applied }) => applied)).toHaveLength(1);
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', attempts: 1 });
  });

  it('[TE1] the same report id counts once, also by another replica', async () => {
    const [one, other] = [await open(), await open()];
    const id = await book(one);
    await one.scheduler.runOnce();
    expect(await report(one, id, 'ringing', { reportId: 'r1' })).toMatchObject({ applied: true });
    expect(await report(other, id, 'answered', { reportId: 'r1' })).toMatchObject({ applied: false, state: 'ROUTING' });
    expect(await report(other, id, 'answered', { reportId: 'r2' })).toMatchObject({ applied: true, state: 'PROCESSING' });
  });

  it('[TE1] what comes late or out of order changes nothing', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    await report(context, id, 'answered');
    for (const late of ['ringing', 'busy', 'machine'] as const)
      expect(await report(context, id, late)).toMatchObject({ applied: false, state: 'PROCESSING' });
    await report(context, id, 'ended');
    for (const late of ['ringing', 'answered', 'busy', 'ended'] as const)
      expect(await report(context, id, late)).toMatchObject({ applied: false, state: 'COMPLETED' });
    expect(await stateOf(context, id)).toBe('COMPLETED AGENT_CONNECTED');
  });

  it('[TE1] an end that overtakes its answer is a conversation all the same when it says so', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    expect(await report(context, id, 'ended', { answered: true })).toMatchObject({ applied: true, state: 'COMPLETED' });
    expect(await report(context, id, 'answered')).toMatchObject({ applied: false });
    expect(await stateOf(context, id)).toBe('COMPLETED AGENT_CONNECTED');
  });

  it('[TE1][CB6] of a callback that was cancelled meanwhile the telephony side learns to hang up', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    await context.ringback.cancelCallback(id, customer);
    expect(await report(context, id, 'answered')).toMatchObject({ applied: false, state: 'COMPLETED' });
  });

  it('[TE1] an unknown attempt is not found, one that a later one has followed is refused', async () => {
    const context = await open();
    const id = await book(context);
    expect(await refusalOf(report(context, id, 'ringing'))).toBe('NOT_FOUND');
    await context.scheduler.runOnce();
    expect(await refusalOf(report(context, id, 'ringing', { attempt: 2 }))).toBe('NOT_FOUND');
    await report(context, id, 'busy');
    await pass(context, 15 * MINUTE);
    expect(await refusalOf(report(context, id, 'answered'))).toBe('WRONG_STATE');
    expect(await report(context, id, 'busy')).toMatchObject({ applied: false, state: 'ROUTING' });
    expect(await report(context, id, 'answered', { attempt: 2 })).toMatchObject({ applied: true, state: 'PROCESSING' });
  });
});

describe('silence', () => {
  it('[TE1][CB5] an attempt that reports nothing for five minutes has failed', async () => {
    const context = await open();
    const id = await book(context);
    await context.scheduler.runOnce();
    await pass(context, 4 * MINUTE);
    await report(context, id, 'ringing');
    await pass(context, 5 * MINUTE - 1);
    expect(await stateOf(context, id)).toBe('ROUTING');
    await pass(context, 1);
    expect(await stateOf(context, id)).toBe('QUEUED failed');
  });

  it('[TE1] a conversation whose end nobody reports is over after maxCallSeconds, whichever replica looks', async () => {
    const [one, other] = [await open({ maxCallSeconds: 3600 }), await open({ maxCallSeconds: 3600 })];
    const id = await book(one);
    await one.scheduler.runOnce();
    await report(one, id, 'answered');
    await one.close();
    await pass(other, 60 * MINUTE - 1);
    expect(await stateOf(other, id)).toBe('PROCESSING connected');
    await pass(other, 1);
    expect(await stateOf(other, id)).toBe('COMPLETED AGENT_CONNECTED');
  });
});

describe('agents that the telephony side reports', () => {
  const put = ({ ringback }: Context, name: string, state: 'ready' | 'not-ready' | 'busy', rest: Record<string, unknown> = {}) =>
    ringback.putTelephonyAgent(name, { state, skills: {}, queues: null, expiresInSeconds: 600, ...rest });
  const reported = () => open({ assumeAgents: undefined });

  it('[TE1] nobody is called until somebody is ready, and then as many as are', async () => {
    const context = await reported();
    await Promise.all([book(context), book(context), book(context)]);
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(0);
    await put(context, 'ann', 'ready');
    await put(context, 'ben', 'not-ready');
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(1);
    await put(context, 'ben', 'ready');
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(2);
  });

  it('[TE1] whoever is busy with one of our calls leaves the others free', async () => {
    const context = await reported();
    await put(context, 'ann', 'ready');
    const [first] = [await book(context), await book(context)];
    await context.scheduler.runOnce();
    await put(context, 'ann', 'busy');
    await report(context, telephony.received[0]?.body.callbackId ?? first, 'answered');
    await put(context, 'ben', 'ready');
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(2);
  });

  it('[TE1] whoever never says busy is sent no second call while they talk', async () => {
    const context = await reported();
    await put(context, 'ann', 'ready');
    await Promise.all([book(context), book(context)]);
    await context.scheduler.runOnce();
    const first = telephony.received[0]?.body.callbackId as CallbackId;
    await report(context, first, 'answered');
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(1);
    await report(context, first, 'ended');
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(2);
  });

  it('[TE1] whoever is not heard of again is gone, and so is whoever says so', async () => {
    const context = await reported();
    await put(context, 'ann', 'ready', { expiresInSeconds: 60 });
    await put(context, 'ben', 'ready');
    await context.ringback.dropTelephonyAgent('ben');
    await context.ringback.dropTelephonyAgent('ben');
    await pass(context, MINUTE);
    await book(context);
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(0);
  });

  it('[TE1][CB4] nobody is called whom none of them can help', async () => {
    const context = await reported();
    const german = await book(context);
    await put(context, 'ann', 'ready', { queues: ['Office_VQ'] });
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(0);
    await context.ringback.bookFromTelephony(
      v.parse(telephonyCallback, { serviceName: 'Office_VQ', phoneNumber: nextNumber(), skills: 'german>5' }),
      { idempotencyKey: undefined },
    );
    await context.scheduler.runOnce();
    expect(telephony.received).toHaveLength(0);
    await put(context, 'ben', 'ready', { queues: ['Office_VQ'], skills: { german: 7 } });
    await context.scheduler.runOnce();
    expect(telephony.received.map(({ body }) => body.queue)).toEqual(['Office_VQ']);
    expect((await context.ringback.visitorCallback(german)).state).toBe('QUEUED');
  });

  it('[QU1] waits are estimated with them', async () => {
    const context = await reported();
    const codeOf = async (queue: string) => (await context.ringback.estimatedWaitTime([queue], 'mode2'))[0]?.resultCode;
    expect(await codeOf('Office_VQ')).toBe(-2);
    await put(context, 'ann', 'ready', { queues: ['Office_VQ'] });
    await context.scheduler.runOnce();
    expect([await codeOf('Office_VQ'), await codeOf('Always_VQ')]).toEqual([-1, -2]);
  });

  it('[TE1] a queue that does not exist is refused by name', async () => {
    const context = await reported();
    expect(await refusalOf(put(context, 'ann', 'ready', { queues: ['Nowhere_VQ'] }))).toBe('UNKNOWN_SERVICE');
  });
});
