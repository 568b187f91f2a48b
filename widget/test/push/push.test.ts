import type { PushAction } from '@ringback/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBus } from '../../src/bus/create-bus.js';
import type { RunningRequest } from '../../src/plugins/callback-service/protocol.js';
import { registerPush } from '../../src/plugins/push/index.js';
import type { PushPort } from '../../src/plugins/push/push-port.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { accepted } from '../callback/fake-service.js';
import { answer } from '../callback-service/start-service.js';
import { REQUEST } from '../gallery/states.js';
import { fakePort } from './fake-port.js';

const WEB = { projectId: 'p', apiKey: 'k', appId: 'a', messagingSenderId: '1', vapidKey: 'v' };
const RUNNING: RunningRequest = { id: REQUEST.id, token: 'visitor-token' };
const READY = {
  event: 'CALL_IN_READY',
  callbackId: REQUEST.id,
  queue: 'Support_VQ',
  title: 'Call now',
  body: 'We are ready.',
  phoneNumber: '+19059680004',
  telUri: 'tel:+19059680004,,123456',
  messageId: 'm-1',
  v: '1',
} as const;
const pushed = (action: PushAction, payload: object = READY) => ({ source: 'ringback', protocol: 1, type: 'push', action, payload });

let environment: FakeEnvironment;
beforeEach(() => {
  environment = fakeEnvironment({ onFetch: (url) => answer(url.endsWith('/push') ? { web: WEB } : REQUEST) });
});

function start({ running = RUNNING, ...overrides }: Partial<PushPort> & { running?: RunningRequest | null } = {}) {
  const { bus } = createBus(environment, () => undefined);
  const lifetime = new AbortController();
  const fake = fakePort(overrides);
  const plugin = bus.registerPlugin('Push');
  const service = bus.registerPlugin('CallbackService');
  const callback = bus.registerPlugin('Callback');
  if (!plugin || !service || !callback) throw new Error('taken');
  const done: string[] = [];
  const state = { running: running as RunningRequest | null };
  service.registerCommand('running', ({ deferred }) => deferred.resolve(state.running));
  service.registerCommand('cancel', ({ data, deferred }) => {
    done.push(`cancel ${data.token ?? 'of this tab'}`);
    deferred.resolve(REQUEST);
  });
  callback.registerCommand('open', ({ data, deferred }) => {
    done.push(data.keepFocus ? 'open beside' : 'open');
    if (done.length > 1) deferred.reject('already opened');
    else deferred.resolve();
  });
  registerPush({
    plugin,
    environment,
    baseUrl: 'https://api.example.com',
    port: fake.port,
    signal: lifetime.signal,
    callbackSection: () => ({ apikey: 'key-1', dataURL: 'https://api.example.com/engagement/v3/callbacks' }),
  });
  for (const { ready } of [plugin, service, callback]) ready();
  const heard: string[] = [];
  for (const name of ['offered', 'enabled', 'disabled', 'failed', 'received']) bus.subscribe(`Push.${name}`, () => heard.push(name));
  return { ...fake, bus, service, done, state, heard, destroy: () => lifetime.abort() };
}
const bodies = () => environment.requests.filter(({ init }) => init?.method === 'PUT').map(({ init }) => JSON.parse(String(init?.body)));

describe('Push.enable', () => {
  it('[PU4] asks, registers the worker with the settings in its address, and hands the token to the running request', async () => {
    const push = start();
    await push.bus.command('Push.configure', { workerUrl: '/own-worker.js?v=2' });
    expect(await push.bus.command('Push.enable')).toEqual({ target: 'token-1' });
    expect(push.log).toEqual(['ask', 'register /own-worker.js?v=2&projectId=p&apiKey=k&appId=a&messagingSenderId=1', 'token']);
    expect(bodies()).toEqual([{ pushTargets: [{ channel: 'FCM', target: 'token-1' }] }]);
    const { url, init } = environment.requests.at(-1) ?? {};
    expect(url).toBe('https://api.example.com/visitor/v1/callback/push-targets');
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer visitor-token');
    expect(push.said.map(({ type }) => type)).toEqual(['hello']);
    expect(push.heard).toEqual(['enabled']);
    expect(push.port.kept()).toEqual(RUNNING);
    expect(await push.bus.command('Push.status')).toEqual({ permission: 'granted', enabled: true });
  });

  it('[PU4] does not ask again who has allowed it before, and uses the ready-made worker', async () => {
    const push = start({ permission: () => 'granted' });
    await push.bus.command('Push.enable');
    expect(push.log[0]).toMatch(/^register \/ringback-worker\.js\?projectId=p&/);
  });

  it.each([
    ['denied', { answer: 'denied' }],
    ['dismissed', { answer: 'default' }],
    ['unsupported', { permitted: 'unsupported' }],
    ['failed', { token: () => Promise.reject(new Error('no network')) }],
  ] as const)('[PU4] %s is told with its reason, and nothing is handed over', async (reason, overrides) => {
    const push = start(overrides as Partial<PushPort>);
    await expect(push.bus.command('Push.enable')).rejects.toMatchObject({ reason, message: expect.any(String) as string });
    expect(push.heard).toEqual(['failed']);
    expect(bodies()).toEqual([]);
    expect(await push.bus.command('Push.status')).toMatchObject({ enabled: false });
  });

  it('[PU4] a site without settings offers nothing, and says so to whoever enables', async () => {
    environment.onFetch = () => answer({});
    const push = start();
    await push.bus.command('Push.offer');
    await environment.settle();
    expect(push.heard).toEqual([]);
    expect(environment.warnings[0]?.message).toContain('site.push.web');
    await expect(push.bus.command('Push.enable')).rejects.toMatchObject({ reason: 'not-configured' });
  });

  it.each(['register', 'token'] as const)('[PU4] a push service that never answers is given up after 20 s (%s)', async (step) => {
    const push = start({ [step]: () => new Promise<never>(() => undefined) });
    const enabling = push.bus.command('Push.enable').catch((cause: unknown) => cause);
    await environment.advance(19_999);
    expect(push.heard).toEqual([]);
    await environment.advance(1);
    expect(await enabling).toMatchObject({ reason: 'failed' });
  });

  it('[PU4] a server that refuses the token leaves the browser as one that is not told', async () => {
    environment.onFetch = (url) => (url.endsWith('/push') ? answer({ web: WEB }) : new Response('{}', { status: 409 }));
    const push = start();
    await expect(push.bus.command('Push.enable')).rejects.toMatchObject({ reason: 'failed' });
    expect(await push.bus.command('Push.status')).toMatchObject({ enabled: false });
  });
});

describe('Push.offer', () => {
  it.each([
    ['default', ['offered']],
    ['granted', ['offered']],
    ['denied', []],
    ['unsupported', []],
  ] as const)('[PU4] with permission %s', async (permission, expected) => {
    const push = start({ permission: () => permission });
    await push.bus.command('Push.offer');
    await environment.settle();
    expect(push.heard).toEqual(expected);
    expect(push.log).toEqual([]);
  });
});

describe('after enabling', () => {
  it('[PU4] the next booking is told of as well', async () => {
    const push = start();
    await push.bus.command('Push.enable');
    push.state.running = { id: 'another', token: 'another-token' };
    push.service.publish('scheduled', accepted('another'));
    await environment.settle();
    expect(new Headers(environment.requests.at(-1)?.init?.headers).get('authorization')).toBe('Bearer another-token');
    expect(push.port.kept()?.id).toBe('another');
  });

  it('[PU4] a booking of somebody who was not asked tells nobody', async () => {
    const push = start();
    push.service.publish('scheduled', accepted());
    await environment.settle();
    expect(environment.requests).toEqual([]);
  });

  it('[SW1] a stale token is asked for again, and handed on', async () => {
    const push = start();
    await push.bus.command('Push.enable');
    push.tell({ source: 'ringback', protocol: 1, type: 'tokenStale' });
    await environment.settle();
    expect(bodies().at(-1)).toEqual({ pushTargets: [{ channel: 'FCM', target: 'token-2' }] });
    expect(push.log.filter((entry) => entry === 'ask')).toHaveLength(1);
  });

  it('[SW1] a stale token is renewed in a page that was opened since, for the request that is remembered', async () => {
    const push = start({ running: null, permission: () => 'granted' });
    const stale = { source: 'ringback', protocol: 1, type: 'tokenStale' };
    push.tell(stale);
    await environment.settle();
    expect([push.log, environment.requests]).toEqual([[], []]);
    push.port.keep(RUNNING);
    push.tell(stale);
    await environment.settle();
    expect(bodies()).toEqual([{ pushTargets: [{ channel: 'FCM', target: 'token-1' }] }]);
    expect(new Headers(environment.requests.at(-1)?.init?.headers).get('authorization')).toBe('Bearer visitor-token');
    expect(push.log).not.toContain('ask');
  });

  it('[PU4] disable tells the server first, then Firebase', async () => {
    const push = start();
    await push.bus.command('Push.enable');
    await push.bus.command('Push.disable');
    expect(bodies().at(-1)).toEqual({ pushTargets: [] });
    expect(push.log.at(-1)).toBe('forget');
    expect(push.heard).toEqual(['enabled', 'disabled']);
    expect([push.port.kept(), await push.bus.command('Push.status')]).toMatchObject([undefined, { enabled: false }]);
  });

  it('[SW1] the end of the request takes its notifications away', async () => {
    const push = start();
    await push.bus.command('Push.enable');
    push.service.publish('statusChanged', { ...REQUEST, state: 'COMPLETED' });
    await environment.settle();
    expect(push.said.at(-1)).toMatchObject({ type: 'forget', callbackId: REQUEST.id });
    expect(push.port.kept()).toBeUndefined();
  });
});

describe('what the worker says', () => {
  it('[SW1] a page that may show messages says hello at once, others wait until they may', () => {
    expect(start({ permission: () => 'granted' }).said).toMatchObject([{ type: 'hello', protocol: 1 }]);
    expect(start().said).toEqual([]);
  });

  it.each([
    ['received', ['open beside']],
    ['open', ['open']],
    ['confirm', ['open']],
    ['cancel', ['cancel visitor-token']],
    ['call', []],
  ] as const)('[SW1] "%s" is taken, said, and done', async (action, expected) => {
    const push = start();
    push.tell(pushed(action));
    await environment.settle();
    expect(push.said).toEqual([
      { source: 'ringback', protocol: 1, type: 'delivered', callbackId: REQUEST.id, event: 'CALL_IN_READY', key: 'm-1' },
    ]);
    expect(push.done).toEqual(expected);
    expect(push.log).toEqual(action === 'call' ? ['go tel:+19059680004,,123456'] : []);
    expect(push.heard).toEqual(['received']);
  });

  it('[SW1] a panel that is open already stays, and nobody is warned', async () => {
    const push = start();
    push.tell(pushed('open'));
    push.tell(pushed('open'));
    await environment.settle();
    expect([push.done, environment.warnings]).toEqual([['open', 'open'], []]);
  });

  it('[SW1] a page that was opened by the notification cancels with the token that was remembered', async () => {
    const push = start({ running: null });
    push.port.keep(RUNNING);
    push.tell(pushed('cancel'));
    await environment.settle();
    expect(push.done).toEqual(['cancel visitor-token']);
  });

  it('[SW1] another request than the one that is told of is never cancelled', async () => {
    const push = start({ running: { id: 'another', token: 'not-this-one' } });
    push.tell(pushed('cancel', { ...READY, event: 'CALLBACK_UPCOMING' }));
    await environment.settle();
    expect(push.done).toEqual(['open']);
  });

  it.each(['CALLBACK_READY', 'CALL_IN_READY'])(
    '[SW1] %s of a call-in that the panel does not know is left to who made it',
    async (event) => {
      const push = start({ running: null });
      for (const action of ['received', 'open', 'confirm', 'cancel'] as const) push.tell(pushed(action, { ...READY, event }));
      await environment.settle();
      expect([push.done, push.heard]).toEqual([[], ['received', 'received', 'received', 'received']]);
    },
  );

  it.each([
    ['nothing', undefined],
    ['text', 'push'],
    ["somebody else's message", { type: 'push', payload: READY, action: 'cancel' }],
    ['another protocol', { ...pushed('cancel'), protocol: 2 }],
    ['no payload', { ...pushed('cancel'), payload: undefined }],
    ['a payload of another version', pushed('cancel', { ...READY, v: '2' })],
    ['a kind that is not known', { source: 'ringback', protocol: 1, type: 'reboot' }],
    ['a stale token of a page that never asked', { source: 'ringback', protocol: 1, type: 'tokenStale' }],
  ])('[SW2] %s is dropped', async (_what, message) => {
    const push = start();
    push.tell(message);
    await environment.settle();
    expect([push.said, push.done, push.log, push.heard]).toEqual([[], [], [], []]);
  });

  it('[SW1] nobody listens after the widget was removed', () => {
    const push = start();
    push.destroy();
    expect(push.listens()).toBe(false);
  });
});
