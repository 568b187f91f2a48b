import type { VisitorCallback } from '@ringback/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestKey } from '../../src/options/request-key.js';
import type { CallbackServiceError } from '../../src/plugins/callback-service/protocol.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { answer, CONFIG, refusal, startService } from './start-service.js';

const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
const callback = (version: number, more: Partial<VisitorCallback> = {}): VisitorCallback => ({
  id: ID as VisitorCallback['id'],
  serviceName: 'Support_VQ',
  phoneNumber: '+14155550100',
  state: 'QUEUED',
  scheduled: false,
  desiredTime: '2026-11-23T13:00:00.000Z',
  createdAt: '2026-11-23T13:00:00.000Z',
  attempts: 0,
  canCancel: true,
  canReschedule: false,
  version,
  ...more,
});

let environment: FakeEnvironment;
let service: Awaited<ReturnType<typeof startService>>;
beforeEach(async () => {
  environment = fakeEnvironment();
  environment.stored.set(requestKey(CONFIG, ''), JSON.stringify({ id: ID, token: 'tok/1' }));
  service = await startService(CONFIG, environment);
});
const versions = () => service.named('statusChanged').map((data) => (data as VisitorCallback).version);
const connections = () => service.named('connectionChanged').map((data) => (data as { connection: string }).connection);
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was resolved'),
    (error) => error as CallbackServiceError,
  );

describe('status, cancel, reschedule', () => {
  it.each([
    ['status', undefined, 'GET', '/visitor/v1/callback', undefined],
    ['cancel', undefined, 'POST', '/visitor/v1/callback/cancel', {}],
    [
      'reschedule',
      { desiredTime: '2026-11-24T10:00:00Z' },
      'POST',
      '/visitor/v1/callback/reschedule',
      { desiredTime: '2026-11-24T10:00:00.000Z' },
    ],
  ] as const)('[WI2] %s asks with the visitor token, and no API key', async (name, options, method, path, body) => {
    environment.onFetch = () => answer(callback(1));
    expect(await service.bus.command(`CallbackService.${name}`, options as never)).toEqual(callback(1));
    const [{ url, init } = { url: '', init: undefined }] = environment.requests;
    expect(url).toBe(`https://api.example.com${path}`);
    expect(init?.method).toBe(method);
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer tok/1');
    expect(new Headers(init?.headers).has('x-api-key')).toBe(false);
    expect(init?.body === undefined ? undefined : JSON.parse(String(init.body))).toEqual(body);
    expect(service.named('statusChanged')).toEqual([callback(1)]);
  });
  it('[WI2] a token of the caller wins over the one of this tab', async () => {
    environment.onFetch = () => answer(callback(1));
    await service.bus.command('CallbackService.status', { token: 'other' });
    expect(new Headers(environment.requests[0]?.init?.headers).get('authorization')).toBe('Bearer other');
  });
  it('[WI2] without any callback, it says so', async () => {
    const { bus } = await startService();
    for (const name of ['status', 'cancel', 'watch'] as const)
      expect((await failed(bus.command(`CallbackService.${name}`))).message).toMatch(/No callback/);
  });
  it('[WI2] an older answer that comes late changes nothing', async () => {
    const answers = [callback(5), callback(4, { state: 'SCHEDULED' })];
    environment.onFetch = () => answer(answers.shift());
    await service.bus.command('CallbackService.status');
    expect(await service.bus.command('CallbackService.status')).toEqual(callback(5));
    expect(versions()).toEqual([5]);
  });
  it.each(['cancel', 'status'] as const)('[WI14] a completed callback (learnt by %s) is kept no longer', async (name) => {
    environment.onFetch = () => answer(callback(9, { state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER', canCancel: false }));
    await service.bus.command(`CallbackService.${name}`);
    expect(environment.stored.size).toBe(0);
    expect(await service.bus.command('CallbackService.running')).toBeNull();
  });
  it.each([401, 404])('[WI14] one that the server does not know any more (%i) is kept no longer', async (http) => {
    environment.onFetch = () => refusal(http, 501, 'gone');
    await failed(service.bus.command('CallbackService.status'));
    expect(environment.stored.size).toBe(0);
  });
  it('[WI14] a refused cancel leaves it kept', async () => {
    environment.onFetch = () => refusal(400, 501, 'the call has begun');
    expect(await failed(service.bus.command('CallbackService.cancel'))).toMatchObject({ httpStatus: 400, message: 'the call has begun' });
    expect(environment.stored.size).toBe(1);
  });
});

describe('watch', () => {
  it('[QU3] opens the event stream with the token and publishes what is newer', async () => {
    await service.bus.command('CallbackService.watch');
    const [stream] = environment.streams;
    expect(stream?.url).toBe('https://api.example.com/visitor/v1/callback/events?token=tok%2F1');
    stream?.open();
    for (const version of [1, 2, 2, 1, 3]) stream?.send('callback', callback(version));
    expect(versions()).toEqual([1, 2, 3]);
    expect(connections()).toEqual(['live']);
  });
  it('[WI14] ends with the callback: no stream, no timer, nothing stored', async () => {
    await service.bus.command('CallbackService.watch');
    const [stream] = environment.streams;
    stream?.open();
    stream?.send('callback', callback(2, { state: 'COMPLETED', reason: 'AGENT_CONNECTED' }));
    expect(stream?.readyState).toBe(2);
    expect(environment.pendingTimers()).toBe(0);
    expect(environment.stored.size).toBe(0);
  });
  it('[WI3] a broken stream falls back to asking, and comes back live', async () => {
    let version = 10;
    environment.onFetch = () => answer(callback(version++));
    await service.bus.command('CallbackService.watch');
    const [stream] = environment.streams;
    stream?.open();
    stream?.fail(false);
    await environment.advance(25_000);
    expect(versions()).toEqual([10, 11, 12]);
    stream?.open();
    await environment.advance(60_000);
    expect(environment.requests).toHaveLength(3);
    expect(connections()).toEqual(['live', 'polling', 'live']);
  });
  it('[WI3] a stream that the browser gives up is opened anew, less and less often', async () => {
    environment.onFetch = () => answer(callback(1));
    await service.bus.command('CallbackService.watch');
    const opened: number[] = [];
    const begin = environment.now();
    for (let round = 0; round < 5; round++) {
      environment.streams.at(-1)?.fail(true);
      const count = environment.streams.length;
      while (environment.streams.length === count) await environment.advance(1000);
      opened.push((environment.now() - begin) / 1000);
    }
    expect(opened).toEqual([5, 15, 35, 75, 135]);
  });
  it('[WI3] no connection at all is said, and so is its return', async () => {
    environment.isOnline = false;
    await service.bus.command('CallbackService.watch');
    environment.streams[0]?.fail(false);
    await environment.advance(15_000);
    expect(connections()).toEqual(['lost']);
    environment.isOnline = true;
    environment.onFetch = () => answer(callback(3));
    await environment.advance(10_000);
    expect(connections()).toEqual(['lost', 'polling']);
    expect(versions()).toEqual([3]);
  });
  it('[WI3] where there is no EventSource it asks', async () => {
    const old = fakeEnvironment({ openEvents: () => undefined, onFetch: () => answer(callback(1)) });
    const { bus, named } = await startService(CONFIG, old);
    await bus.command('CallbackService.watch', { token: 't' });
    await old.advance(1);
    expect(named('statusChanged')).toHaveLength(1);
  });
  it('[WI14] a callback that is gone ends the watch', async () => {
    environment.onFetch = () => refusal(404, 501, 'gone');
    await service.bus.command('CallbackService.watch');
    environment.streams[0]?.fail(true);
    await environment.advance(120_000);
    expect(environment.requests).toHaveLength(1);
    expect(environment.streams).toHaveLength(1);
    expect(connections().at(-1)).toBe('lost');
    expect(environment.stored.size).toBe(0);
  });
  it('[BU2] a message that is no JSON stops nothing', async () => {
    await service.bus.command('CallbackService.watch');
    const [stream] = environment.streams;
    stream?.open();
    stream?.dispatchEvent(new MessageEvent('callback', { data: '<html>' }));
    stream?.send('callback', callback(1));
    expect(versions()).toEqual([1]);
  });
  it('[WI6] stop, a second watch and destroy each leave no stream and no timer', async () => {
    environment.onFetch = () => answer(callback(1));
    const { stop } = await service.bus.command('CallbackService.watch');
    environment.streams[0]?.fail(false);
    await environment.settle();
    stop();
    expect([environment.streams[0]?.readyState, environment.pendingTimers()]).toEqual([2, 0]);
    await service.bus.command('CallbackService.watch');
    await service.bus.command('CallbackService.watch');
    expect(environment.streams.map(({ readyState }) => readyState)).toEqual([2, 2, 0]);
    service.destroy();
    expect(environment.streams[2]?.readyState).toBe(2);
  });
});
