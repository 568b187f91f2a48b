import type { CallInPool } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { newWorld, refusalOf, type World } from '../usecases/harness.js';
import { askNumber, callInConfig, GROUP } from './call-in-world.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'root', roles: ['administrator'], queues: undefined };
const put = (context: Context, version: number, file: string): Promise<CallInPool> =>
  context.ringback.importCallInPool(admin, { name: 'help', version }, file);
const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `+1555${String(index).padStart(7, '0')},Line ${index}`);

/** Ways to spoil a line, and what is said of each. */
const BAD: readonly (readonly [spoil: (line: string) => string, reason: RegExp])[] = [
  [(line) => line.replace('+', ''), /E\.164/],
  [(line) => line.replace(/\d{4},/, 'CALL,'), /E\.164/],
  [(line) => `${line} ${'x'.repeat(32)}`, /description is longer than 32/],
];

describe('the numbers of a group', () => {
  it('[CI1] 10,000 lines with 25 bad ones: all of these listed, nothing imported; mended, all of it', async () => {
    const context = await world.open(callInConfig());
    const good = lines(10_000);
    const bad = new Set(Array.from({ length: 25 }, (_, index) => 7 + index * 397));
    const spoil = (line: string, index: number): string => (BAD[index % BAD.length]?.[0] ?? String)(line);
    const file = good.map((line, index) => (bad.has(index + 1) ? spoil(line, index) : line)).join('\n');
    const refusal = await put(context, 0, file).catch(
      (error: unknown) => error as { status: string; problems: { line: number; reason: string }[] },
    );
    if (!('problems' in refusal)) throw new Error('a file with bad lines was taken');
    expect(refusal.status).toBe('INVALID_PARAMETER');
    expect(refusal.problems.map(({ line }) => line)).toEqual([...bad]);
    for (const { line, reason } of refusal.problems) expect(reason).toMatch(BAD[(line - 1) % BAD.length]?.[1] ?? /never/);
    expect((await context.ringback.callInPool('help')).numbers).toEqual(GROUP.numbers);
    const pool = await put(context, 0, good.join('\n'));
    expect([pool.numbers.length, pool.version > 0, pool.changedBy]).toEqual([10_000, true, 'root']);
    expect((await askNumber(context)).toPhoneNumber).toMatch(/^\+1555\d{7}$/);
  });

  it('[CI1] imported numbers outlive a restart with the same file, edits of the group, and reach the other replicas', async () => {
    const one = await world.open(callInConfig());
    const { version } = await put(one, 0, '+15550000001,Only one');
    const two = await world.open(callInConfig());
    expect((await askNumber(two)).toPhoneNumber).toBe('+15550000001');
    const value = { accessCode: { length: 4 }, expirySeconds: 60, uniqueDnis: false };
    const edited = await one.ringback.putObject(admin, { kind: 'call-in-groups', name: 'help' }, { version, value });
    expect((await one.ringback.callInPool('help')).numbers).toEqual([{ dnis: '+15550000001', description: 'Only one' }]);
    expect((await askNumber(one)).accessCode).toBeLessThan(10_000);
    const numbers = [{ dnis: '+15550000002' }];
    await one.ringback.putObject(
      admin,
      { kind: 'call-in-groups', name: 'help' },
      { version: edited.version, value: { ...value, numbers } },
    );
    const three = await world.open(callInConfig());
    expect((await askNumber(three)).toPhoneNumber).toBe('+15550000002');
  });

  it('[CI1] what is saved over what nobody has seen is refused, so is a group that is not there', async () => {
    const context = await world.open(callInConfig());
    await put(context, 0, '+15550000001');
    expect(await refusalOf(put(context, 0, '+15550000002'))).toBe('WRONG_STATE');
    expect(await refusalOf(context.ringback.importCallInPool(admin, { name: 'nowhere', version: 0 }, '+15550000002'))).toBe('NOT_FOUND');
    expect(await refusalOf(context.ringback.callInPool('nowhere'))).toBe('NOT_FOUND');
  });

  it('[SE3] the import is in the log by how many, not by which', async () => {
    const context = await world.open(callInConfig());
    await put(context, 0, '+15550000001\n+15550000002');
    const { entries } = await context.ringback.listAudit(admin, {});
    expect(entries[0]).toMatchObject({ actor: 'root', action: 'changed', kind: 'call-in-groups', name: 'help', after: { numbers: 2 } });
    expect(JSON.stringify(entries)).not.toContain('15550000001');
  });

  it('[CI2] a number that is handed out stays so when the numbers are imported anew', async () => {
    const context = await world.open(callInConfig({ group: { uniqueDnis: true, numbers: [{ dnis: '+15550000001' }] } }));
    await askNumber(context);
    await put(context, 0, '+15550000001\n+15550000002');
    expect((await askNumber(context)).toPhoneNumber).toBe('+15550000002');
    expect(await refusalOf(askNumber(context))).toBe('TOO_MANY_REQUESTS');
  });
});
