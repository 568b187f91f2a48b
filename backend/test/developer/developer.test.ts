import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { configOf, DAY, HOUR, listening, newWorld, SIMULATOR, type World } from '../usecases/harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const config = () => configOf({ dialer: SIMULATOR, queue: { numberCheck: 'sms', immediateEnabled: false } });

describe('the check of an API key', () => {
  const OWN = ['http://127.0.0.1:8080'];

  it.each([
    ['an app', { apiKey: 'test-key' }, true, []],
    ['an app that sends nothing', { apiKey: 'test-key', origin: '' }, true, []],
    ['a listed page', { apiKey: 'test-key', origin: 'https://shop.example/lamps?x=1' }, true, []],
    ['a page of the service', { apiKey: 'test-key', origin: 'http://127.0.0.1:8080' }, true, []],
    ['a page of another port', { apiKey: 'test-key', origin: 'https://shop.example:8443' }, false, ['origin-not-listed']],
    ['a page without TLS', { apiKey: 'test-key', origin: 'http://shop.example' }, false, ['origin-not-listed']],
    ['an unknown key', { apiKey: 'Test-Key' }, false, ['unknown-key']],
    ['no page', { apiKey: 'test-key', origin: 'shop' }, false, ['not-an-origin']],
    ['a script', { apiKey: 'other', origin: 'javascript:alert(1)' }, false, ['unknown-key', 'not-an-origin']],
  ])('[SE1] tells of %s what a request would meet', async (_, use, ok, problems) => {
    const { ringback } = await world.open(config());
    await ringback.putSitePart(admin, 'origins', { version: 0, value: ['https://shop.example'] });
    const told = await ringback.checkApiKey(admin, use, OWN);
    expect([told.ok, told.problems]).toEqual([ok, problems]);
    expect(told.message.split('. ').length).toBeGreaterThanOrEqual(problems.length);
    expect(told.allows.length > 0).toBe(ok);
  });

  it('[SE1] [SE5] [WI12] tells what visitors must show, as far as the user may see', async () => {
    const { ringback } = await world.open(config());
    const secret = 'a secret of the shop that nobody guesses';
    await ringback.putSitePart(admin, 'identity', { version: 0, value: { required: true, keys: [{ kid: 'a', alg: 'HS256', secret }] } });
    await ringback.putSitePart(admin, 'captcha', {
      version: 0,
      value: [{ provider: 'recaptcha-v3', name: 'a', siteKey: 's', secretKey: 'secret-key' }],
    });
    expect((await ringback.checkApiKey(admin, { apiKey: 'test-key' }, [])).allows).toEqual([
      { queue: 'Always_VQ', immediate: false, scheduled: true, demands: ['captcha', 'identity', 'number-check'] },
      { queue: 'Office_VQ', immediate: true, scheduled: true, demands: ['captcha', 'identity'] },
    ]);
    const limited: ConsoleUser = { username: 'dev', roles: ['developer'], queues: ['Office_VQ'] };
    expect((await ringback.checkApiKey(limited, { apiKey: 'test-key' }, [])).allows.map(({ queue }) => queue)).toEqual(['Office_VQ']);
  });

  it('[SE1] follows the list of origins at once, in every replica', async () => {
    const [one, other] = [await world.open(config()), await world.open(config())];
    await listening(world, 2);
    const check = () => other.ringback.checkApiKey(admin, { apiKey: 'test-key', origin: 'https://shop.example' }, []);
    expect((await check()).ok).toBe(false);
    const { version } = await one.ringback.putSitePart(admin, 'origins', { version: 0, value: ['https://shop.example'] });
    await expect.poll(async () => (await check()).ok, { timeout: 15_000 }).toBe(true);
    await one.ringback.putSitePart(admin, 'origins', { version, value: [] });
    await expect.poll(async () => (await check()).ok, { timeout: 15_000 }).toBe(false);
  });
});

describe('errors of the API', () => {
  const entry = (index: number, code = 7030) => ({
    corrId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    method: 'POST',
    route: '/engagement/v3/callbacks/create',
    http: 400,
    code,
    message: 'This phone number is not valid.',
    origin: 'https://shop.example',
  });

  it('[SE1] are found by correlation id, listed newest first in pages, and gone after a week', async () => {
    const { ringback, scheduler } = await world.open(config());
    for (let index = 0; index < 300; index += 1) {
      ringback.noteApiError(entry(index));
      world.clock.pass(10);
    }
    const first = await ringback.apiErrors({});
    expect([first.errors.length, first.errors[0]?.corrId]).toEqual([250, entry(299).corrId]);
    const rest = await ringback.apiErrors({ cursor: first.next });
    expect([rest.errors.length, rest.errors.at(-1)?.corrId, rest.next]).toEqual([50, entry(0).corrId, undefined]);
    expect((await ringback.apiErrors({ corrId: entry(7).corrId })).errors).toMatchObject([{ code: 7030, route: entry(7).route }]);
    world.clock.pass(7 * DAY + HOUR);
    await scheduler.runOnce();
    expect((await ringback.apiErrors({})).errors).toEqual([]);
  });
});
