import type { VisitorCallback } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { book, configOf, customer, iso, HOUR, MONDAY, newWorld, refusalOf, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

it('[QU3] tells the present state at once, then every change in order, and stops when asked', async () => {
  const context = await world.open(configOf({ dialer: SIMULATOR }));
  const id = await book(context);
  const seen: VisitorCallback[] = [];
  const stop = await context.ringback.watchCallback(id, (callback) => seen.push(callback));
  expect(seen).toMatchObject([{ id, state: 'QUEUED', position: 1, version: 1 }]);
  await context.scheduler.runOnce();
  await expect.poll(() => seen.at(-1)?.state).toBe('ROUTING');
  world.clock.pass(SECOND);
  await context.scheduler.runOnce();
  await expect.poll(() => seen.at(-1)?.state).toBe('PROCESSING');
  stop();
  world.clock.pass(20 * SECOND);
  await context.scheduler.runOnce();
  expect((await context.ringback.visitorCallback(id)).state).toBe('COMPLETED');
  expect(seen.at(-1)?.state).toBe('PROCESSING');
  expect((await context.metrics()).watchers).toBe(0);
  const versions = seen.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
});

it('[QU3] positions fall as others leave, and rise only for who has priority', async () => {
  const context = await world.open(configOf());
  const ahead = [];
  for (let count = 0; count < 3; count += 1) {
    ahead.push(await book(context));
    world.clock.pass(SECOND);
  }
  const positions: (number | undefined)[] = [];
  await context.ringback.watchCallback(await book(context), ({ position }) => positions.push(position));
  for (const [index, id] of ahead.entries()) {
    await context.ringback.cancelCallback(id, customer);
    await expect.poll(() => positions.at(-1)).toBe(3 - index);
  }
  expect(positions).toEqual([4, 3, 2, 1]);
  await book(context, { priority: 3 });
  await expect.poll(() => positions.at(-1)).toBe(2);
});

it('[SC2][QU3] changes on another replica arrive, and cost no query for each listener', async () => {
  const [here, there] = [await world.open(configOf()), await world.open(configOf())];
  const id = await book(here, { desiredTime: iso(MONDAY + HOUR) });
  const seen: VisitorCallback[][] = Array.from({ length: 50 }, () => []);
  await Promise.all(seen.map((list) => there.ringback.watchCallback(id, (callback) => list.push(callback))));
  const { statements } = await there.metrics();
  await here.ringback.rescheduleCallback(id, MONDAY + 2 * HOUR, customer);
  for (const list of seen) await expect.poll(() => list.at(-1)?.desiredTime).toBe(iso(MONDAY + 2 * HOUR));
  // The change itself, the metrics, and what is read again when the listening connection comes up meanwhile: nothing of it grows with the listeners.
  expect((await there.metrics()).statements - statements).toBeLessThan(seen.length / 5);
});

it('an unknown callback can not be watched, and one bad listener does not silence the others', async () => {
  const context = await world.open(configOf());
  expect(await refusalOf(context.ringback.watchCallback('01920000-0000-7000-8000-000000000000' as never, () => undefined))).toBe(
    'NOT_FOUND',
  );
  const id = await book(context);
  let told = 0;
  await context.ringback.watchCallback(id, () => {
    told += 1;
    if (told > 1) throw new Error('broken pipe');
  });
  const states: string[] = [];
  await context.ringback.watchCallback(id, ({ state }) => states.push(state));
  await context.ringback.cancelCallback(id, customer);
  await expect.poll(() => states).toEqual(['QUEUED', 'COMPLETED']);
  expect(told).toBe(2);
});
