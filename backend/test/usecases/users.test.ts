import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { configOf, MINUTE, newWorld, refusalOf, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const ADA = { username: 'ada', password: 'correct horse', roles: ['administrator'] };
const ANNA = { username: 'anna', password: 'correct horse', roles: ['agent'], skills: { english: 5 } };
const staffed = (...users: Record<string, unknown>[]) => configOf({ users: [ADA, ...users] });
const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const AGENT = { roles: ['agent' as const], skills: {} };
const messageOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error: Refusal) => error.message,
  );

describe('users', () => {
  it('are made, changed and deleted; what the console says wins over the file at the next start', async () => {
    const first = await world.open(staffed(ANNA));
    const { ringback } = first;
    expect((await ringback.listUsers(admin)).map(({ username, source, version }) => [username, source, version])).toEqual([
      ['ada', 'file', 0],
      ['anna', 'file', 0],
    ]);
    const made = await ringback.putUser(admin, 'bo', {
      value: { ...AGENT, skills: { billing: 100 }, queues: ['Office_VQ'] },
      password: 'a new password',
    });
    expect(made).toMatchObject({ username: 'bo', source: 'console', skills: { billing: 100 }, queues: ['Office_VQ'], changedBy: 'ada' });
    expect((await ringback.session((await ringback.login('bo', 'a new password')).sessionToken))?.user.queues).toEqual(['Office_VQ']);
    await ringback.putUser(admin, 'anna', { version: 0, value: { roles: ['supervisor'], skills: {} } });
    await first.close();
    const second = await world.open(staffed(ANNA));
    expect(await second.ringback.readUser(admin, 'anna')).toMatchObject({ roles: ['supervisor'], skills: {}, passwordSource: 'file' });
    expect(await refusalOf(second.ringback.login('anna', 'correct horse'))).toBe('granted');
    await second.ringback.deleteUser(admin, 'anna', 1);
    await second.close();
    const third = await world.open(staffed(ANNA));
    expect(await refusalOf(third.ringback.readUser(admin, 'anna'))).toBe('NOT_FOUND');
    expect(await refusalOf(third.ringback.login('anna', 'correct horse'))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(third.ringback.login('anna', ''))).toBe('NOT_AUTHENTICATED');
  });

  it('[SE2] a password set in the console wins over the file', async () => {
    const first = await world.open(staffed(ANNA));
    await first.ringback.resetPassword(admin, 'anna', { version: 0, password: 'set by an admin' });
    await first.close();
    const { ringback } = await world.open(staffed(ANNA));
    expect(await refusalOf(ringback.login('anna', 'correct horse'))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(ringback.login('anna', 'set by an admin'))).toBe('granted');
  });

  it.each([
    ['changed', (context: Verbs) => context.putUser(admin, 'anna', { version: 0, value: AGENT })],
    ['given a password', (context: Verbs) => context.resetPassword(admin, 'anna', { version: 0, password: 'set by an admin' })],
    ['deleted', (context: Verbs) => context.deleteUser(admin, 'anna', 0)],
  ])('[SE2] who is %s is logged out everywhere and leaves the desk', async (_, edit) => {
    const [one, other] = await Promise.all([world.open(staffed(ANNA)), world.open(staffed(ANNA))]);
    const { sessionToken } = await other.ringback.login('anna', 'correct horse');
    await other.ringback.setDeskState({ ...admin, username: 'anna' }, 'ready');
    let told = 0;
    other.onSignedOut(() => void (told += 1));
    await edit(one.ringback);
    expect(await other.ringback.session(sessionToken)).toBeUndefined();
    expect(await other.ringback.sessionLives(sessionToken)).toBe(false);
    await expect.poll(() => told).toBeGreaterThan(0);
    expect((await one.metrics()).agentsReady).toBe(0);
  });

  it('[SE2] who changes their own password stays logged in here, and nowhere else', async () => {
    const { ringback } = await world.open(staffed(ANNA));
    const anna: ConsoleUser = { username: 'anna', roles: ['agent'], queues: undefined };
    const here = await ringback.login('anna', 'correct horse');
    const there = await ringback.login('anna', 'correct horse');
    expect(await messageOf(ringback.changeOwnPassword(anna, here.sessionToken, { current: 'wrong', password: 'a new password' }))).toBe(
      'current is not your present password',
    );
    await ringback.changeOwnPassword(anna, here.sessionToken, { current: 'correct horse', password: 'a new password' });
    expect(await ringback.session(here.sessionToken)).toBeDefined();
    expect(await ringback.session(there.sessionToken)).toBeUndefined();
    expect(await refusalOf(ringback.login('anna', 'a new password'))).toBe('granted');
  });

  it('[SE2] the present password can not be guessed by way of changing it', async () => {
    const { ringback } = await world.open(staffed());
    const { sessionToken } = await ringback.login('ada', 'correct horse');
    const guess = (current: string) => refusalOf(ringback.changeOwnPassword(admin, sessionToken, { current, password: 'a new password' }));
    for (let tries = 0; tries < 5; tries += 1) expect(await guess('wrong')).toBe('INVALID_PARAMETER');
    expect(await guess('correct horse')).toBe('TOO_MANY_REQUESTS');
    world.clock.pass(16 * MINUTE);
    expect(await guess('correct horse')).toBe('granted');
  });

  it('the last administrator of the whole site stays, whoever tries to go first', async () => {
    const { ringback } = await world.open(staffed({ ...ADA, username: 'bea' }));
    const results = await Promise.all([
      refusalOf(ringback.deleteUser(admin, 'ada', 0)),
      refusalOf(ringback.putUser(admin, 'bea', { version: 0, value: { ...AGENT, roles: ['administrator'], queues: ['Office_VQ'] } })),
    ]);
    expect(results.toSorted()).toEqual(['WRONG_STATE', 'granted']);
    const [last] = (await ringback.listUsers(admin)).filter(({ roles, queues }) => roles.includes('administrator') && !queues);
    expect(await messageOf(ringback.putUser(admin, last?.username ?? '', { version: last?.version, value: AGENT }))).toMatch(
      /is the last administrator/,
    );
  });

  it('two editors: the second is told; a new name twice: the second is told', async () => {
    const { ringback } = await world.open(staffed(ANNA));
    await ringback.putUser(admin, 'anna', { version: 0, value: { roles: ['monitor'], skills: {} } });
    expect(await messageOf(ringback.putUser(admin, 'anna', { version: 0, value: AGENT }))).toMatch(/^ada saved the user "anna" at /);
    expect(await messageOf(ringback.putUser(admin, 'anna', { value: AGENT, password: 'a new password' }))).toMatch(/already/);
    expect(await refusalOf(ringback.deleteUser(admin, 'anna', 0))).toBe('WRONG_STATE');
  });

  it('a new user without password, with a queue that there is not or a bad name is refused', async () => {
    const { ringback } = await world.open(staffed());
    const refused = (username: string, saving: Parameters<Verbs['putUser']>[2]) => messageOf(ringback.putUser(admin, username, saving));
    const password = 'a new password';
    expect(await refused('bo', { value: AGENT })).toMatch(/password is missing/);
    expect(await refused('bo', { value: { ...AGENT, queues: ['Nowhere'] }, password })).toMatch(/no queue "Nowhere"/);
    expect(await refused('bo ', { value: AGENT, password })).toMatch(/username in the address/);
    expect(await refused('b'.repeat(129), { value: AGENT, password })).toMatch(/username in the address/);
  });
});

type Verbs = Awaited<ReturnType<World['open']>>['ringback'];
