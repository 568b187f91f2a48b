import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { book, configOf, HOUR, iso, MONDAY, newWorld, refusalOf, type World } from './harness.js';
import { admin, freeAt, messageOf, putCapacity, putQueue, SLOT } from './settings-steps.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

describe('rules', () => {
  it('[NV2] a rule in use is not deleted, and the refusal names the queues', async () => {
    const context = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'] }] }));
    const { ringback } = context;
    await putQueue(context, 'Office_VQ', { numberRule: 'US' });
    await putQueue(context, 'Always_VQ', { numberRule: 'US' });
    expect((await ringback.readObject(admin, 'number-rules', 'US')).assignedTo).toEqual(['Always_VQ', 'Office_VQ']);
    expect(await messageOf(ringback.deleteObject(admin, { kind: 'number-rules', name: 'US' }, 0))).toBe(
      'The number rule "US" is in use by these queues: "Always_VQ", "Office_VQ". Take it off them first, then delete it.',
    );
    for (const name of ['Office_VQ', 'Always_VQ']) await putQueue(context, name, { numberRule: null });
    await ringback.deleteObject(admin, { kind: 'number-rules', name: 'US' }, 0);
    expect(await ringback.listObjects(admin, 'number-rules')).toEqual([]);
  });

  it.each([
    [
      'a pattern that can not be run',
      { countries: ['US'], blocked: ['^1', '(?=x)'] },
      /value\.blocked\[1\]: is not a regular expression|value\.blocked\[1\] is not a regular expression/,
    ],
    ['a country that nobody knows', { countries: ['XX'], blocked: [] }, /value\.countries\[0\]: "XX" is not a country/],
  ])('[NV2] refuses %s with its reason', async (_, value, message) => {
    const { ringback } = await world.open(configOf());
    expect(await messageOf(ringback.putObject(admin, { kind: 'number-rules', name: 'Bad' }, { value }))).toMatch(message);
    expect(await ringback.listObjects(admin, 'number-rules')).toEqual([]);
  });

  it('[NV2] the test box tells the verdict and why', async () => {
    const { ringback } = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'], blocked: ['555', '^\\+1900'] }] }));
    const verdict = (phone: string) => ringback.testNumber('US', phone);
    expect(await verdict('(212) 736-5000')).toMatchObject({ verdict: 'allowed', phoneNumber: '+12127365000', country: 'US' });
    expect(await verdict('+1 212 555 0123')).toMatchObject({ verdict: 'blocked', pattern: '555' });
    // Not permitted: the pattern that would match is not tried.
    expect(await verdict('+44 20 7946 0555')).toMatchObject({ verdict: 'country-not-permitted', country: 'GB' });
    expect((await verdict('+44 20 7946 0555')).pattern).toBeUndefined();
    expect(await verdict('hello')).toMatchObject({ verdict: 'invalid' });
    expect(await refusalOf(ringback.testNumber('None', '1'))).toBe('NOT_FOUND');
  });

  it('[SL4] switching the cell length keeps the top of the hour, and copies it back', async () => {
    const context = await world.open(configOf());
    const { ringback } = context;
    const half = await ringback.putObject(
      admin,
      { kind: 'capacity-rules', name: 'Half' },
      { value: { cellMinutes: 30, cells: { mon: { '09:00': 8, '09:30': 10 } } } },
    );
    const hour = await ringback.switchCellLength(admin, 'Half', { version: half.version, cellMinutes: 60 });
    expect(hour.value).toEqual({ cellMinutes: 60, cells: { mon: { '09:00': 8 } } });
    const back = await ringback.switchCellLength(admin, 'Half', { version: hour.version, cellMinutes: 30 });
    expect(back.value.cells).toEqual({ mon: { '09:00': 8, '09:30': 8 } });
  });

  it('[SL5] a statement overwrites the whole rule; what it omits is 0', async () => {
    const context = await world.open(configOf());
    const { version } = await putCapacity(context, 'Week', { mon: { '09:00': 5, '10:00': 6 } });
    const written = await context.ringback.overwriteCells(admin, 'Week', { version, statement: { mon: { '10:00': 2 } } });
    expect(written.value).toEqual({ cellMinutes: 60, cells: { mon: { '10:00': 2 } } });
    await putQueue(context, 'Office_VQ', { capacityRule: 'Week' });
    expect(await freeAt(context, SLOT)).toBe(0);
    expect(await freeAt(context, SLOT + HOUR)).toBe(2);
  });

  it('[SL2] refuses a cell that no slot would ever read', async () => {
    const context = await world.open(configOf());
    expect(await messageOf(putCapacity(context, 'Odd', { mon: { '09:30': 5 } }))).toMatch(/09:30.*is not the start of a cell/);
  });

  it.each([
    ['hours that there are not', { businessHours: 'Nowhere' }, /value\.businessHours: "Nowhere" is not among businessHours/],
    ['an expression that can not be read', { skillExpression: 'english>' }, /value\.skillExpression: can't be read/],
    ['a call-in queue without a group', { callDirection: 'USERORIGINATED' }, /value\.callInGroup is missing/],
  ])('a queue with %s is refused', async (_, changes, message) => {
    const context = await world.open(configOf());
    expect(await messageOf(putQueue(context, 'Office_VQ', changes))).toMatch(message);
  });

  it('the last queue stays', async () => {
    const { ringback } = await world.open(configOf());
    await ringback.deleteObject(admin, { kind: 'queues', name: 'Office_VQ' }, 0);
    expect(await messageOf(ringback.deleteObject(admin, { kind: 'queues', name: 'Always_VQ' }, 0))).toMatch(/must list at least one/);
  });
});

describe('users who are limited to queues', () => {
  const limited: ConsoleUser = { username: 'lim', roles: ['administrator', 'supervisor'], queues: ['Always_VQ'] };

  it('see and change their own queues only, and rules that no other queue uses', async () => {
    const context = await world.open(
      configOf({
        numberRules: [
          { name: 'US', countries: ['US'] },
          { name: 'CA', countries: ['CA'] },
        ],
      }),
    );
    const { ringback } = context;
    await putQueue(context, 'Office_VQ', { numberRule: 'US' });
    expect((await ringback.listObjects(limited, 'queues')).map(({ name }) => name)).toEqual(['Always_VQ']);
    expect((await ringback.queueOverviews(limited)).map(({ name }) => name)).toEqual(['Always_VQ']);
    expect(await refusalOf(ringback.readObject(limited, 'queues', 'Office_VQ'))).toBe('NOT_FOUND');
    expect(await refusalOf(ringback.queueOverview(limited, 'Office_VQ'))).toBe('NOT_FOUND');
    expect((await ringback.readObject(limited, 'number-rules', 'US')).assignedTo).toEqual([]);
    expect(await refusalOf(putQueue(context, 'Always_VQ', { watermark: 5 }, limited))).toBe('granted');
    const change = (name: string) =>
      refusalOf(ringback.putObject(limited, { kind: 'number-rules', name }, { version: 0, value: { countries: ['MX'], blocked: [] } }));
    expect(await change('US')).toBe('FORBIDDEN');
    expect(await change('CA')).toBe('granted');
    expect(await messageOf(ringback.deleteObject(limited, { kind: 'number-rules', name: 'US' }, 0))).toMatch(/1 that you may not see/);
  });

  it('have no say in what concerns the whole site', async () => {
    const { ringback } = await world.open(configOf());
    const { value } = await ringback.readObject(admin, 'queues', 'Always_VQ');
    const attempts: (() => Promise<unknown>)[] = [
      () => ringback.putObject(limited, { kind: 'queues', name: 'Another_VQ' }, { value }),
      () => ringback.putSitePart(limited, 'origins', { version: 0, value: [] }),
      () => ringback.listUsers(limited),
      () => ringback.putUser(limited, 'lim', { version: 1, value: { roles: ['administrator'], skills: {} } }),
      () => ringback.listAudit(limited, {}),
    ];
    for (const attempt of attempts) expect(await refusalOf(attempt())).toBe('FORBIDDEN');
  });

  it('assign number rules as supervisors, other rules as administrators only', async () => {
    const context = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'] }] }));
    const supervisor: ConsoleUser = { username: 'sue', roles: ['supervisor'], queues: undefined };
    const { version } = await context.ringback.assignRules(supervisor, 'Always_VQ', { version: 0, numberRule: 'US' });
    expect(await refusalOf(context.ringback.assignRules(supervisor, 'Always_VQ', { version, capacityRule: null }))).toBe('FORBIDDEN');
  });
});

describe('the overview of queues', () => {
  it('[QU2] tells open and closing instants, wait, counts and the next opening', async () => {
    const context = await world.open(configOf());
    await book(context, { serviceName: 'Office_VQ' });
    await book(context, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) });
    expect(await context.ringback.queueOverview(admin, 'Office_VQ')).toMatchObject({
      open: true,
      openFor: 10 * 3600,
      closesAt: iso(MONDAY + 10 * HOUR),
      nextOpening: iso(MONDAY + 24 * HOUR),
      waiting: 1,
      scheduled: 1,
      inCall: 0,
      version: 0,
    });
    world.clock.pass(11 * HOUR);
    const closed = await context.ringback.queueOverview(admin, 'Office_VQ');
    expect(closed).toMatchObject({ open: false, openFor: 0, offersImmediate: false, nextOpening: iso(MONDAY + 24 * HOUR) });
    expect(closed.closesAt).toBeUndefined();
  });
});
