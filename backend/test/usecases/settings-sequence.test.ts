import { parseConfigFile, OBJECT_KINDS, type ConfigText, type ObjectKind } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { configText } from '@ringback/contract';
import { LISTS } from '../../src/domain/config-overrides.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import type { ObjectValues } from '../../src/usecases/settings-verbs.js';
import { configOf, newWorld, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };

const name = fc.constantFrom('A', 'B', 'Always', 'Office', 'Always_VQ', 'Office_VQ');
const maybeName = fc.option(fc.constantFrom('A', 'B'), { nil: null });
const pattern = fc.constantFrom('^\\+1900', '555$', '(?=no)', '[');
const values: { readonly [Kind in ObjectKind]: fc.Arbitrary<unknown> } = {
  'business-hours': fc.record({
    timeZone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
    weekly: fc.record({ mon: fc.constantFrom([], [[480, 1080]], [[0, 1440]]) }),
    exceptions: fc.constantFrom([], [{ date: '2026-12-25', closed: true }]),
  }),
  'capacity-rules': fc.record({
    cellMinutes: fc.constantFrom(30, 60),
    cells: fc.record({ mon: fc.dictionary(fc.constantFrom('09:00', '09:30'), fc.nat(9)) }),
  }),
  'number-rules': fc.record({ countries: fc.constantFrom(['US'], ['US', 'CA'], ['ZZ']), blocked: fc.array(pattern, { maxLength: 2 }) }),
  'region-rules': fc.record({
    preferred: fc.constantFrom(['eu'], ['eu', 'us']),
    fallback: fc.constant([]),
    ignored: fc.constant(['asia']),
  }),
  'call-in-groups': fc.record({
    numbers: fc.constant([{ dnis: '+19059680004' }]),
    expirySeconds: fc.constant(30),
    uniqueDnis: fc.boolean(),
  }),
  queues: fc
    .record({
      businessHours: fc.constantFrom('Always', 'Office', 'A', 'B'),
      capacityRule: maybeName,
      numberRule: maybeName,
      callInGroup: maybeName,
      callDirection: fc.constantFrom('USERTERMINATED', 'USERORIGINATED'),
      skillExpression: fc.constantFrom(null, 'english>5', 'english>'),
    })
    .map((changes) => ({ ...configOf().queues[0], name: undefined, ...changes })),
};
type Step = { kind: ObjectKind; name: string; value: unknown };
const step: fc.Arbitrary<Step> = fc
  .constantFrom(...OBJECT_KINDS)
  .chain((kind) =>
    fc.record({ kind: fc.constant(kind), name, value: fc.oneof({ weight: 3, arbitrary: values[kind] }, fc.constant(undefined)) }),
  );

it('whatever is edited, in whatever order, the configuration in force is one that a file could have', async () => {
  const context = await world.open(configOf());
  const { ringback } = context;
  const applied = { granted: 0, refused: 0 };
  const apply = async ({ kind, name: of, value }: Step): Promise<void> => {
    const present = (await ringback.listObjects(admin, kind)).find((object) => object.name === of);
    if (value === undefined) return ringback.deleteObject(admin, { kind, name: of }, present?.version ?? 0);
    const { name: _name, ...rest } = value as { name?: unknown };
    await ringback.putObject(admin, { kind, name: of }, { version: present?.version, value: rest as ObjectValues[typeof kind] });
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const one of steps) {
        const before = configText(context.config());
        try {
          await apply(one);
          applied.granted += 1;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          applied.refused += 1;
          // What is refused leaves no trace.
          expect(configText(context.config())).toEqual(before);
        }
        const text = JSON.parse(JSON.stringify(configText(context.config()))) as ConfigText;
        expect(parseConfigFile(text)).toEqual({ ok: true, config: JSON.parse(JSON.stringify(context.config())) });
        for (const kind of OBJECT_KINDS) expect(text[LISTS[kind]].length).toBe((await ringback.listObjects(admin, kind)).length);
      }
    }),
    { numRuns: 25 },
  );
  // Both happen often enough to mean something.
  expect(applied.granted).toBeGreaterThan(20);
  expect(applied.refused).toBeGreaterThan(5);
});
