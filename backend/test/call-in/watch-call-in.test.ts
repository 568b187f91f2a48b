import type { VisitorCallIn } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newWorld, refusalOf, SECOND, type World } from '../usecases/harness.js';
import { askNumber, bookCallIn, call, callInConfig, codeOf } from './call-in-world.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const tokenOf = ({ visitorToken }: { visitorToken?: string | undefined }): string => visitorToken ?? expect.fail('there is no token');

it('[CI4] whoever was handed a number at once is told of the match, on any replica, at once and again', async () => {
  const [here, there] = [await world.open(callInConfig()), await world.open(callInConfig())];
  const made = await askNumber(here, {}, { idempotencyKey: 'a' });
  expect(tokenOf(await askNumber(here, {}, { idempotencyKey: 'a' }))).toBe(made.visitorToken);
  const id = await there.ringback.verifyVisitorToken(tokenOf(made));
  expect(id).toBe(made.id);
  const seen: VisitorCallIn[][] = [[], []];
  const [stop] = await Promise.all(seen.map((list) => there.ringback.watchCallIn(id, (callIn) => list.push(callIn))));
  expect(seen[0]).toEqual([{ id, state: 'WAITING', expiresAt: new Date(made.expirationTime).toISOString(), version: 1 }]);
  expect(await call(here, { accessCode: codeOf(made) })).toMatchObject({ matched: true });
  for (const list of seen) await expect.poll(() => list.map(({ state }) => state)).toEqual(['WAITING', 'MATCHED']);
  expect(await here.ringback.visitorCallIn(id)).toMatchObject({ state: 'MATCHED', version: 2 });
  stop?.();
});

it('[CI2] a number that ran out unused is told, too; and its token, after a while, opens nothing', async () => {
  const context = await world.open(callInConfig());
  const made = await askNumber(context);
  const id = await context.ringback.verifyVisitorToken(tokenOf(made));
  world.clock.pass(30 * SECOND);
  expect(await context.ringback.visitorCallIn(id)).toMatchObject({ state: 'EXPIRED', version: 2 });
  world.clock.pass(3600 * SECOND);
  expect(await refusalOf(context.ringback.verifyVisitorToken(tokenOf(made)))).toBe('NOT_AUTHENTICATED');
});

it('[SE2] a number that belongs to a callback has no token of its own, and neither opens the other', async () => {
  const context = await world.open(callInConfig());
  const { ringback } = context;
  const made = await askNumber(context);
  const id = await bookCallIn(context);
  await context.scheduler.runOnce();
  const delayed = await askNumber(context, { callbackServiceId: id });
  expect(delayed).not.toHaveProperty('visitorToken');
  expect(await refusalOf(ringback.visitorCallIn(delayed.id as never))).toBe('NOT_FOUND');
  expect(await refusalOf(ringback.visitorCallIn(id))).toBe('NOT_FOUND');
  const own = await ringback.verifyVisitorToken(tokenOf(made));
  expect(await refusalOf(ringback.visitorCallback(own))).toBe('NOT_FOUND');
  expect(await refusalOf(ringback.watchCallIn(id, () => undefined))).toBe('NOT_FOUND');
});
