import { afterEach, describe, expect, it } from 'vitest';
import { answer, CONFIG, refusal, startService } from './start-service.js';

let service: Awaited<ReturnType<typeof startService>>;
afterEach(() => service.destroy());

const CREATED = { id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10', visitorToken: 'token' };
const bodies = (): Record<string, unknown>[] =>
  service.environment.requests.flatMap(({ init }) => (init?.body ? [JSON.parse(String(init.body)) as Record<string, unknown>] : []));
const keys = (): unknown[] => service.environment.requests.map(({ init }) => new Headers(init?.headers).get('idempotency-key'));
const schedule = (more: object = {}) =>
  service.bus.command('CallbackService.schedule', { phonenumber: '+12125550134', idempotencyKey: 'k', ...more });

describe('a signed identity', () => {
  it('[WI12] goes along with each booking, as it is configured at that moment, and never as userData', async () => {
    service = await startService({ ...CONFIG, identity: 'a.b.c' });
    service.environment.onFetch = async () => answer(CREATED);
    await schedule();
    await service.bus.command('CallbackService.configure', { identity: 'd.e.f' });
    await schedule({ firstname: 'Ann' });
    await schedule({ identity: 'g.h.i' });
    expect(bodies().map(({ identity, userData }) => [identity, userData])).toEqual([
      ['a.b.c', undefined],
      ['d.e.f', { firstname: 'Ann' }],
      ['g.h.i', undefined],
    ]);
  });

  it('[WI12] that is refused keeps nobody from booking, and its developer is told why', async () => {
    service = await startService({ ...CONFIG, identity: 'a.b.c' });
    service.environment.onFetch = async () =>
      bodies().at(-1)?.['identity'] ? refusal(400, 7046, 'identity has expired.') : answer(CREATED);
    expect(await schedule()).toMatchObject({ data: CREATED });
    expect(bodies().map(({ identity }) => identity)).toEqual(['a.b.c', undefined]);
    expect(keys()).toEqual(['k', 'k']);
    expect(service.environment.warnings.map(({ message }) => message)).toEqual([
      'callback.identity was refused, so the request goes unsigned: identity has expired.',
    ]);
  });

  it('[WI12] that is demanded is missed in the words of the first refusal', async () => {
    service = await startService({ ...CONFIG, identity: 'a.b.c' });
    service.environment.onFetch = async () =>
      refusal(400, 7046, bodies().at(-1)?.['identity'] ? 'identity has expired.' : 'identity is missing.');
    await expect(schedule()).rejects.toMatchObject({ code: 7046, message: 'identity has expired.' });
    expect(bodies()).toHaveLength(2);
  });

  it('[WI12] is not given up for any other refusal', async () => {
    service = await startService({ ...CONFIG, identity: 'a.b.c' });
    service.environment.onFetch = async () => refusal(400, 7030, 'This is not a phone number.');
    await expect(schedule()).rejects.toMatchObject({ code: 7030 });
    expect(bodies()).toHaveLength(1);
  });
});

describe('a number check', () => {
  const numberCheck = { id: 'check-1', way: 'sms', digits: 6, triesLeft: 5, expiresAt: '2026-11-23T13:10:00.000Z', resendAfter: 30 };

  it('[SE5] comes with the refusal, and its code goes with the next try', async () => {
    service = await startService();
    service.environment.onFetch = async () =>
      bodies().at(-1)?.['numberCheckId'] ? answer(CREATED) : refusal(400, 7044, 'A code was sent.', { data: { numberCheck } });
    await expect(schedule()).rejects.toMatchObject({ code: 7044, responseJSON: { data: { numberCheck } } });
    await schedule({ numberCheckId: 'check-1', numberCheckCode: '048213' });
    expect(bodies().at(-1)).toEqual({
      serviceName: 'Support_VQ',
      phoneNumber: '+12125550134',
      language: 'en-GB',
      numberCheckId: 'check-1',
      numberCheckCode: '048213',
    });
  });

  it('[SE5] has another code sent once, however the network is: each may cost a message', async () => {
    service = await startService();
    service.environment.onFetch = async () => answer({ numberCheck });
    await service.bus.command('CallbackService.offers').catch(() => undefined);
    const resend = () => service.bus.command('CallbackService.resendCode', { numberCheckId: 'check-1', phonenumber: '+12125550134' });
    expect(await resend()).toEqual(numberCheck);
    const { url } = service.environment.requests.at(-1) ?? {};
    expect(url).toBe('https://api.example.com/visitor/v1/number-checks/resend');
    expect(bodies().at(-1)).toEqual({
      numberCheckId: 'check-1',
      phoneNumber: '+12125550134',
      serviceName: 'Support_VQ',
      language: 'en-GB',
    });
    const before = service.environment.requests.length;
    service.environment.onFetch = async () => new Response('', { status: 502 });
    await expect(resend()).rejects.toMatchObject({ httpStatus: 502 });
    expect(service.environment.requests).toHaveLength(before + 1);
  });
});
