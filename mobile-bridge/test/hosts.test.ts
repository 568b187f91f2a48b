import { bridgeEvent, bridgeReply, bridgeRequest } from '@ringback/contract';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { createRingbackHost, type HostParts } from '../native-samples/react-native/ringback-host.js';
import { createBrowserHost } from '../src/browser-host.js';
import { createCapacitorHost } from '../src/capacitor-host.js';
import { BridgeError, type HostEvent } from '../src/host.js';
import { createMessageHost } from '../src/message-host.js';
import { findTransport } from '../src/transports.js';
import { createFakeWorld } from './fake-world.js';

const PUSH = {
  event: 'CALLBACK_READY',
  callbackId: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10',
  queue: 'App_VQ',
  title: 'It is your turn',
  body: 'Get the number.',
  messageId: 'm-1',
  v: '1',
} as const;

/** A window with what the given kind of app puts into it; what arrives at the native side is in `posted`. */
function windowOf(kind: 'wkwebview' | 'android' | 'react-native') {
  const posted: string[] = [];
  const native = { postMessage: (text: string) => void posted.push(text) };
  const view: EventTarget & Record<string, unknown> = Object.assign(new EventTarget(), { document: new EventTarget() } as Record<
    string,
    unknown
  >);
  if (kind === 'wkwebview') view['webkit'] = { messageHandlers: { ringback: native } };
  if (kind === 'android') view['RingbackHost'] = native;
  if (kind === 'react-native') view['ReactNativeWebView'] = native;
  const deliver = (text: string): void => {
    if (kind === 'react-native') (view['document'] as EventTarget).dispatchEvent(new MessageEvent('message', { data: text }));
    else (view['ringbackReceive'] as (message: unknown) => void)(text);
  };
  return { view: view as unknown as Window, posted, deliver };
}

/** The React Native sample answers for all three: the messages are the same. */
function appAround(kind: 'wkwebview' | 'android' | 'react-native', change: Partial<HostParts> = {}) {
  const { view, posted, deliver } = windowOf(kind);
  const storage = new Map<string, string>();
  const opened: string[] = [];
  const sent: unknown[] = [];
  const app = createRingbackHost(
    {
      platform: kind,
      pushToken: async () => 'fcm-token',
      openUrl: async (url) => void opened.push(url),
      load: async (key) => storage.get(key) ?? null,
      save: async (key, value) => void (value === null ? storage.delete(key) : storage.set(key, value)),
      ...change,
    },
    (text) => {
      sent.push(JSON.parse(text));
      deliver(text);
    },
  );
  const transport = findTransport(view);
  if (!transport) throw new Error('no app was found');
  const world = createFakeWorld(0, () => Promise.reject(new TypeError('no network')));
  const host = createMessageHost({ ...transport, post: (text) => (transport.post(text), void app.onMessage(posted.at(-1) ?? '')) }, world);
  return { host, app, world, posted, sent, opened, storage, deliver };
}

describe.each(['wkwebview', 'android', 'react-native'] as const)('[BR1] in %s', (kind) => {
  it('asks the app and is told of what happens there, in messages of the contract only', async () => {
    const { host, app, posted, sent, opened, storage } = appAround(kind);
    const heard: HostEvent[] = [];
    host.subscribe((event) => heard.push(event));
    expect(host.kind).toBe(kind);
    expect(await host.pushToken()).toBe('fcm-token');
    await host.save('a', 'b');
    expect([await host.load('a'), storage.get('a')]).toEqual(['b', 'b']);
    await host.save('a', undefined);
    expect(await host.load('a')).toBeUndefined();
    await host.dial('tel:+19059680004,,730184');
    expect(opened).toEqual(['tel:+19059680004,,730184']);
    app.onPush(PUSH);
    app.onPushToken('fresh');
    app.onLifecycle(false);
    expect(heard).toMatchObject([
      { type: 'push', payload: PUSH },
      { type: 'push-token', token: 'fresh' },
      { type: 'lifecycle', state: 'background' },
    ]);
    for (const text of posted) expect(v.is(bridgeRequest, JSON.parse(text))).toBe(true);
    for (const message of sent) expect(v.is(v.union([bridgeReply, bridgeEvent]), message)).toBe(true);
  });

  it('a refusal of the app is told in its words; a number that is none is never opened', async () => {
    const { host, opened } = appAround(kind, { openUrl: () => Promise.reject(new Error('No phone here.')) });
    await expect(host.dial('tel:+1')).rejects.toMatchObject({ code: 'refused', message: 'No phone here.' });
    await expect(host.dial('javascript:alert(1)')).rejects.toBeInstanceOf(BridgeError);
    expect(opened).toEqual([]);
  });

  it('[BR3] garbage, other versions, answers nobody asked for and events that come twice change nothing', () => {
    const { host, deliver } = appAround(kind);
    const heard: HostEvent[] = [];
    host.subscribe((event) => heard.push(event));
    const event = { ringback: 1, id: 'e1', event: 'push', payload: PUSH };
    for (const message of [
      'x',
      '',
      'null',
      '[]',
      JSON.stringify({ ...event, ringback: 2 }),
      JSON.stringify({ ...event, payload: { ...PUSH, v: '2' } }),
      JSON.stringify({ ringback: 1, id: 'unknown', kind: 'result', result: {} }),
    ])
      deliver(message);
    expect(heard).toEqual([]);
    deliver(JSON.stringify(event));
    deliver(JSON.stringify(event));
    expect(heard).toHaveLength(1);
  });
});

it('[BR3] an app that does not answer is asked three times under one id, and then there is an error', async () => {
  const { view, posted } = windowOf('android');
  const transport = findTransport(view);
  const world = createFakeWorld(0, () => Promise.reject(new TypeError('no network')));
  const host = createMessageHost(transport!, world);
  const asked = host.load('a').catch((error: unknown) => error);
  await world.pass(12_000);
  expect(await asked).toMatchObject({ code: 'timeout' });
  expect(new Set(posted.map((text) => (JSON.parse(text) as { id: string }).id)).size).toBe(1);
  expect(posted).toHaveLength(3);
  const dialled = host.dial('tel:+1').catch((error: unknown) => error);
  await world.pass(12_000);
  expect(await dialled).toMatchObject({ code: 'timeout' });
  expect(posted).toHaveLength(4);
});

it('[BR1] finds no app where there is none', () => {
  expect(findTransport(Object.assign(new EventTarget(), { document: new EventTarget() }) as unknown as Window)).toBeUndefined();
});

describe('[BR1] in Capacitor', () => {
  function plugins() {
    const listeners = new Map<string, (data: never) => void>();
    const stored = new Map<string, string>();
    const addListener = (event: string, listener: (data: never) => void) => {
      listeners.set(event, listener);
      return { remove: () => undefined };
    };
    const fire = (event: string, data: unknown): void => listeners.get(event)?.(data as never);
    return {
      fire,
      stored,
      given: {
        PushNotifications: {
          requestPermissions: vi.fn(async () => ({ receive: 'granted' })),
          register: async () => fire('registration', { value: 'fcm-token' }),
          addListener,
        },
        App: { addListener },
        Preferences: {
          get: async ({ key }: { key: string }) => ({ value: stored.get(key) ?? null }),
          set: async ({ key, value }: { key: string; value: string }) => void stored.set(key, value),
          remove: async ({ key }: { key: string }) => void stored.delete(key),
        },
        AppLauncher: { openUrl: vi.fn(async () => ({ completed: true })) },
      },
    };
  }

  it('uses its plugins, and hears of pushes whether seen or pressed', async () => {
    const { given, fire } = plugins();
    const host = createCapacitorHost(given, () => undefined);
    const heard: HostEvent[] = [];
    expect(await host.pushToken()).toBe('fcm-token');
    host.subscribe((event) => heard.push(event));
    await host.save('a', 'b');
    expect(await host.load('a')).toBe('b');
    await host.save('a', undefined);
    expect(await host.load('a')).toBeUndefined();
    await host.dial('tel:+1');
    expect(given.AppLauncher.openUrl).toHaveBeenCalledWith({ url: 'tel:+1' });
    fire('pushNotificationReceived', { data: PUSH });
    fire('pushNotificationActionPerformed', { notification: { data: PUSH } });
    fire('pushNotificationReceived', { data: { other: 'app' } });
    fire('appStateChange', { isActive: false });
    expect(heard.map(({ type }) => type)).toEqual(['push', 'push', 'lifecycle']);
  });

  it('without permission there is no token; without a plugin it says which', async () => {
    const { given } = plugins();
    given.PushNotifications.requestPermissions.mockResolvedValueOnce({ receive: 'denied' });
    expect(await createCapacitorHost(given, () => undefined).pushToken()).toBeUndefined();
    const warnings: string[] = [];
    const bare = createCapacitorHost({}, (text) => warnings.push(text));
    await expect(bare.dial('tel:+1')).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('app-launcher') });
    expect([await bare.load('a'), warnings.length]).toEqual([undefined, 1]);
  });
});

describe('[BR1] in a plain browser', () => {
  function browser(storage: Partial<Storage>) {
    const worker = Object.assign(new EventTarget(), { startMessages: () => undefined, controller: { postMessage: vi.fn() } });
    const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    const location = { href: 'https://shop.example.com/call-us?from=mail#top' };
    const view = { document, location, localStorage: storage, navigator: { serviceWorker: worker } };
    return { view: view as unknown as Window, worker, document, location };
  }

  it('dials by a tel: link only, stores, and hears its worker and the page’s visibility', async () => {
    const kept = new Map<string, string>();
    const { view, worker, document, location } = browser({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    });
    const host = createBrowserHost({ window: view, pushToken: async () => 'web-token' });
    const heard: HostEvent[] = [];
    const stop = host.subscribe((event) => heard.push(event));
    expect(await host.pushToken()).toBe('web-token');
    await host.save('a', 'b');
    expect(await host.load('a')).toBe('b');
    await expect(host.dial('javascript:alert(1)')).rejects.toBeInstanceOf(BridgeError);
    expect(location.href).not.toContain('javascript');
    await host.dial('tel:+1');
    expect(location.href).toBe('tel:+1');
    expect(worker.controller.postMessage).toHaveBeenCalledWith(expect.objectContaining({ type: 'hello' }));
    const message = { source: 'ringback', protocol: 1, type: 'push', payload: PUSH, action: 'confirm' };
    const answers = vi.fn();
    worker.dispatchEvent(
      Object.defineProperty(new MessageEvent('message', { data: message }), 'source', { value: { postMessage: answers } }),
    );
    const [first] = heard;
    expect(answers).not.toHaveBeenCalled();
    if (first?.type === 'push') first.take?.();
    const { callbackId, event } = PUSH;
    expect(answers.mock.calls).toEqual([[{ source: 'ringback', protocol: 1, type: 'delivered', callbackId, event, key: 'm-1' }]]);
    worker.dispatchEvent(new MessageEvent('message', { data: { ...message, protocol: 9 } }));
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    worker.dispatchEvent(new MessageEvent('message', { data: message }));
    expect(heard).toEqual([
      { type: 'push', payload: PUSH, action: 'confirm', take: expect.any(Function) },
      { type: 'lifecycle', state: 'background' },
    ]);
    expect(host.pageUrl).toBe('https://shop.example.com/call-us');
  });

  it('goes on where the browser forbids to store', async () => {
    const forbid = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const { view } = browser({ getItem: forbid, setItem: forbid, removeItem: forbid });
    const host = createBrowserHost({ window: view, pushToken: undefined });
    await host.save('a', 'b');
    expect(await host.load('a')).toBeUndefined();
    expect(await host.pushToken()).toBeUndefined();
  });
});
