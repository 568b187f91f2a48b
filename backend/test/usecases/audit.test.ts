import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { configOf, HOUR, iso, MONDAY, newWorld, refusalOf, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const saveOrigins = ({ ringback }: Context, version: number, value: string[], user = admin) =>
  ringback.putSitePart(user, 'origins', { version, value });

describe('the audit log', () => {
  it('[SE3] tells who changed what, when, from what to what', async () => {
    const context = await world.open(configOf());
    const { version } = await saveOrigins(context, 0, ['https://one.example']);
    world.clock.pass(HOUR);
    await saveOrigins(context, version, [], { ...admin, username: 'ben' });
    const { entries, next } = await context.ringback.listAudit(admin, {});
    expect(next).toBeUndefined();
    expect(entries).toEqual([
      expect.objectContaining({ actor: 'ben', at: iso(MONDAY + HOUR), kind: 'origins', before: ['https://one.example'], after: [] }),
      expect.objectContaining({ actor: 'ada', at: iso(MONDAY), action: 'changed', before: [], after: ['https://one.example'] }),
    ]);
  });

  it('[SE3] has nothing of what was refused', async () => {
    const context = await world.open(configOf());
    expect(await refusalOf(saveOrigins(context, 5, []))).toBe('WRONG_STATE');
    expect(await refusalOf(context.ringback.deleteObject(admin, { kind: 'business-hours', name: 'Office' }, 0))).toBe('WRONG_STATE');
    expect((await context.ringback.listAudit(admin, {})).entries).toEqual([]);
  });

  it('[SE3] is read in pages and by kind, name, actor and time', async () => {
    const context = await world.open(configOf());
    const { ringback } = context;
    let version = 0;
    for (let edit = 0; edit < 7; edit += 1) {
      ({ version } = await saveOrigins(context, version, [`https://${edit}.example`]));
      world.clock.pass(HOUR);
    }
    await ringback.putObject(
      { ...admin, username: 'ben' },
      { kind: 'number-rules', name: 'US' },
      { value: { countries: ['US'], blocked: [] } },
    );
    const first = await ringback.listAudit(admin, { limit: 3 });
    const second = await ringback.listAudit(admin, { limit: 3, beforeId: first.next });
    const third = await ringback.listAudit(admin, { limit: 3, beforeId: second.next });
    expect([first, second, third].map(({ entries }) => entries.length)).toEqual([3, 3, 2]);
    expect(third.next).toBeUndefined();
    const ids = [first, second, third].flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a));
    const count = async (query: Parameters<typeof ringback.listAudit>[1]) => (await ringback.listAudit(admin, query)).entries.length;
    expect(await count({ kind: 'number-rules', name: 'US' })).toBe(1);
    expect(await count({ actor: 'ben' })).toBe(1);
    expect(await count({ from: iso(MONDAY + HOUR), to: iso(MONDAY + 3 * HOUR) })).toBe(2);
    expect(await count({ name: 'nobody' })).toBe(0);
  });

  it('[SE3] can not be changed, not even by whoever has the database', async () => {
    await saveOrigins(await world.open(configOf()), 0, ['https://one.example']);
    const client = new pg.Client({ connectionString: world.url });
    await client.connect();
    try {
      for (const statement of ["UPDATE audit SET actor = 'nobody'", 'DELETE FROM audit'])
        await expect(client.query(statement)).rejects.toThrow(/only ever added to/);
    } finally {
      await client.end();
    }
  });
});
