import { availabilityQuery } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { book, configOf, HOUR, iso, MINUTE, newWorld, SECOND, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const ask = ({ ringback }: Context) => ringback.availability('Always_VQ', v.parse(availabilityQuery, { numberOfDays: '1' }));
const firstOf = ({ slots }: Awaited<ReturnType<typeof ask>>): string | undefined => slots[0]?.utcTime;

it('[SL6] who asks at once shares one reading and one answer; who asks after a slot has begun does not get it, though the reading is the same', async () => {
  const context = await world.open(configOf());
  // Not a whole hour: those share no reading anyway.
  const quarter = world.clock.now() + 15 * MINUTE;
  world.clock.pass(15 * MINUTE - SECOND);
  const before = await context.metrics();
  const asked = [ask(context), ask(context), ask(context)];
  world.clock.pass(SECOND);
  const atTheStart = ask(context);
  world.clock.pass(1);
  const later = ask(context);
  const [first, second, third] = await Promise.all(asked);
  expect((await context.metrics()).statements - before.statements).toBeLessThan(8);
  expect(third).toBe(second);
  expect([first, second].map((one) => one && firstOf(one))).toEqual([iso(quarter), iso(quarter)]);
  expect(firstOf(await atTheStart)).toBe(iso(quarter));
  expect(firstOf(await later)).toBe(iso(quarter + 15 * MINUTE));
});

it('[SL3] what was booked is seen by whoever asks after it', async () => {
  const context = await world.open(configOf({ queue: { slotCapacity: 2 } }));
  const quarter = world.clock.now() + HOUR;
  const freeAt = async () => (await ask(context)).slots.find(({ utcTime }) => utcTime === iso(quarter))?.capacity;
  expect(await freeAt()).toBe(2);
  await book(context, { desiredTime: iso(quarter) });
  expect(await freeAt()).toBe(1);
  await book(context, { desiredTime: iso(quarter) });
  expect(await freeAt()).toBeUndefined();
});
