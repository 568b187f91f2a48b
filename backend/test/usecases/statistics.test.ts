import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { book, configOf, MONDAY, newWorld, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

it('[QU1] statistics of the queues that are named, in the order asked; null for what there is not', async () => {
  const context = await world.open(configOf());
  for (let n = 0; n < 3; n += 1) await book(context);
  const asked = [
    { name: 'CallbacksWaiting', objectId: 'Always_VQ' },
    { name: 'EstimatedWaitTime', objectId: 'Always_VQ' },
    { name: 'CallbacksWaiting', objectId: 'Office_VQ' },
    { name: 'CallbacksWaiting', objectId: 'Nowhere_VQ' },
    { name: 'constructor', objectId: 'Always_VQ' },
  ];
  const { statistics } = await context.ringback.statistics({ statistics: asked });
  expect(statistics.map(({ value }) => value)).toEqual([3, -1, 0, null, null]);
  expect(statistics).toEqual(asked.map((one, n) => ({ ...one, objectType: 'Queue', timestamp: MONDAY, value: [3, -1, 0, null, null][n] })));
  expect(await context.ringback.statistics({ statistics: [] })).toEqual({ statistics: [] });
});
