import type { CallbackId, PushAction, PushPayload } from '@ringback/contract';
import { expect, it } from 'vitest';
import { createMobileBridge, type MobileBridgeOptions } from '../src/create-mobile-bridge.js';
import { BridgeError, type BridgeHost, type HostEvent } from '../src/host.js';
import { createFakeServer, type FakeServer } from './fake-server.js';
import { createFakeWorld, settle, type FakeWorld } from './fake-world.js';

const START = Date.parse('2026-11-23T10:00:00Z');
const DELAYED = { serviceName: 'App_VQ', phoneNumber: '+12125550134' };

interface Phone {
  readonly world: FakeWorld;
  readonly server: FakeServer;
  readonly dialled: string[];
  readonly requests: string[];
  /** What was sent, the last at the end. */
  readonly bodies: unknown[];
  /** Refuses everything from now on. */
  refuse(refusal: { code: number; retryAfter: number } | undefined): void;
  network(up: boolean): void;
  tell(event: HostEvent): void;
  open(options?: Partial<MobileBridgeOptions>): ReturnType<typeof createMobileBridge>;
  place(): ReturnType<FakeServer['places']>[number];
}

/** @param off how far the phone's clock is ahead of the server's, in ms */
function createPhone(host: Partial<BridgeHost> = {}, off = 0): Phone {
  const storage = new Map<string, string>();
  const listeners = new Set<(event: HostEvent) => void>();
  const dialled: string[] = [];
  const requests: string[] = [];
  const bodies: unknown[] = [];
  let refusal: { code: number; retryAfter: number } | undefined;
  let isUp = true;
  const tell = (event: HostEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const world = createFakeWorld(START, async (url, init) => {
    requests.push(new URL(url).pathname);
    if (!isUp) throw new TypeError('no network');
    if (typeof init.body === 'string') bodies.push(JSON.parse(init.body));
    if (refusal) {
      const headers = { 'retry-after': String(refusal.retryAfter) };
      return Response.json(
        { status: { code: refusal.code, message: 'No.', corrId: 'x' }, data: { numberCheck: { id: 'check' } } },
        { status: 429, headers },
      );
    }
    const response = server.answer(url, init);
    if (off !== 0) response.headers.set('date', new Date(world.now() - off).toUTCString());
    return response;
  });
  const server: FakeServer = createFakeServer(
    () => world.now() - off,
    (payload) => tell({ type: 'push', payload }),
  );
  return {
    world,
    server,
    dialled,
    requests,
    bodies,
    refuse: (next) => void (refusal = next),
    tell,
    network: (up) => void (isUp = up),
    place: () => server.places().at(-1)!,
    open: (options) =>
      createMobileBridge({
        server: 'https://ringback.example.com/',
        apiKey: 'key',
        environment: world,
        host: {
          kind: 'android',
          pushToken: async () => 'fcm-token',
          dial: async (telUri) => void dialled.push(telUri),
          load: async (key) => storage.get(key),
          save: async (key, value) => void (value === undefined ? storage.delete(key) : storage.set(key, value)),
          subscribe(listener) {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
          ...host,
        },
        ...options,
      }),
  };
}

it('[BR2] [CI2] immediate: a number and a code at once, counted down, dialled with the code, and another when it ran out', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  const seconds: (number | undefined)[] = [];
  await callIn.immediate({ groupName: 'technical_help' });
  callIn.subscribe(({ secondsLeft }) => seconds.push(secondsLeft));
  expect(callIn.view).toMatchObject({ state: { at: 'callable', number: { phoneNumber: '+19059680004' } }, secondsLeft: 30 });
  await callIn.dial();
  expect(phone.dialled).toEqual([expect.stringMatching(/^tel:\+19059680004,,[1-9]\d{5}$/)]);
  await phone.world.pass(30_000);
  expect(seconds.slice(0, 31)).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index).concat([undefined as never]));
  expect(callIn.view.state).toEqual({ at: 'number-expired', callbackId: undefined });
  await callIn.immediate({ groupName: 'technical_help' });
  expect(callIn.view.state.at).toBe('callable');
});

it('[BR2] [CI2] [CI4] immediate: whoever comes back from the phone sees that the call was matched, also after the app was killed', async () => {
  const phone = createPhone();
  const { callIn, dispose } = phone.open();
  await callIn.immediate({ groupName: 'technical_help' });
  phone.tell({ type: 'lifecycle', state: 'background' });
  dispose();
  const again = phone.open().callIn;
  await again.resumed;
  await settle();
  expect(again.view.state.at).toBe('callable');
  phone.server.matchNumber();
  phone.tell({ type: 'lifecycle', state: 'background' });
  phone.tell({ type: 'lifecycle', state: 'foreground' });
  await settle();
  expect(again.view).toMatchObject({ state: { at: 'connected' }, secondsLeft: undefined });
  // Nothing is under way any more: nobody is asked, nothing comes back, and another number may be had.
  const asked = phone.requests.length;
  await phone.world.pass(120_000);
  expect(phone.requests.length).toBe(asked);
  const third = phone.open().callIn;
  await third.resumed;
  expect(third.view.state.at).toBe('idle');
  await again.immediate({ groupName: 'technical_help' });
  expect(again.view.state.at).toBe('callable');
});

it('[BR2] [CI2] immediate: matched in the last second, told after the end; and nobody is asked for ever', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  await callIn.immediate({ groupName: 'technical_help' });
  phone.tell({ type: 'lifecycle', state: 'background' });
  await phone.world.pass(29_500);
  phone.server.matchNumber();
  await phone.world.pass(600);
  expect(callIn.view.state.at).toBe('number-expired');
  phone.tell({ type: 'lifecycle', state: 'foreground' });
  await settle();
  expect(callIn.view.state.at).toBe('connected');
  callIn.dismiss();
  await callIn.immediate({ groupName: 'technical_help' });
  await phone.world.pass(60_000);
  expect(callIn.view.state.at).toBe('number-expired');
  const asked = phone.requests.length;
  await phone.world.pass(600_000);
  expect(phone.requests.length).toBe(asked);
});

it('[BR2] [SE5] what the server wants to see first is handed on, and goes along with the next try', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  phone.refuse({ code: 7044, retryAfter: 0 });
  await callIn.immediate({ groupName: 'technical_help', fromPhoneNumber: '+12125550134' });
  expect(callIn.view.refusal).toMatchObject({ code: 7044, data: { numberCheck: { id: 'check' } } });
  phone.refuse(undefined);
  const proof = { identity: 'signed', numberCheckId: 'check', numberCheckCode: '048213' };
  await callIn.immediate({ groupName: 'technical_help', fromPhoneNumber: '+12125550134', ...proof });
  expect(phone.bodies.at(-1)).toMatchObject(proof);
  expect(callIn.view.state.at).toBe('callable');
});

it('[BR2] [CI3] delayed: waits, is told, accepts by button, gets the number, is matched', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  await callIn.delayed(DELAYED);
  await settle();
  expect(callIn.view.state).toMatchObject({ at: 'waiting', callbackId: phone.place().id });
  phone.server.makeUpcoming(phone.place());
  expect(callIn.view.state).toMatchObject({ at: 'waiting', upcoming: true });
  phone.server.makeReady(phone.place());
  expect(callIn.view).toMatchObject({ state: { at: 'ready' }, secondsLeft: 300 });
  await callIn.accept();
  expect(callIn.view.state).toMatchObject({ at: 'callable', callbackId: phone.place().id });
  phone.server.match(phone.place());
  await phone.world.pass(10_000);
  expect(callIn.view.state.at).toBe('connected');
  phone.server.finish(phone.place());
  await phone.world.pass(10_000);
  expect(callIn.view.state).toMatchObject({ at: 'over', end: 'completed' });
});

it('[BR2] accepts by itself where the app is set so', async () => {
  const phone = createPhone();
  const { callIn } = phone.open({ acceptance: 'automatic' });
  await callIn.delayed(DELAYED);
  await settle();
  phone.server.makeReady(phone.place());
  await settle();
  expect(callIn.view.state.at).toBe('callable');
});

it.each(['waiting', 'ready', 'callable'] as const)('[BR2] comes back as it was after the app was killed while %s', async (at) => {
  const phone = createPhone();
  const first = phone.open();
  await first.callIn.delayed(DELAYED);
  await settle();
  if (at !== 'waiting') phone.server.makeReady(phone.place());
  if (at === 'callable') await first.callIn.accept();
  await settle();
  expect(first.callIn.view.state.at).toBe(at);
  first.dispose();
  const second = phone.open();
  await second.callIn.resumed;
  await settle();
  expect(second.callIn.view.state).toMatchObject({ at, callbackId: phone.place().id });
  if (at === 'callable') expect(phone.server.isLive(numberOf(second)?.accessCode)).toBe(true);
});

it('[BR2] a number that ran out while the app was dead is not shown', async () => {
  const phone = createPhone();
  const first = phone.open();
  await first.callIn.immediate({ groupName: 'technical_help' });
  first.dispose();
  await phone.world.pass(30_000);
  const second = phone.open();
  const shown: string[] = [];
  second.callIn.subscribe(({ state }) => shown.push(state.at));
  await second.callIn.resumed;
  expect(shown).not.toContain('callable');
  expect(second.callIn.view.state.at).toBe('number-expired');
});

it('[BR2] without a network the request waits, and is made once when it is back', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  phone.network(false);
  await callIn.delayed(DELAYED);
  expect(callIn.view.state).toEqual({ at: 'requesting', way: 'delayed', offline: true });
  await phone.world.pass(60_000);
  phone.network(true);
  phone.world.goOnline();
  await settle();
  expect(callIn.view.state.at).toBe('waiting');
  expect(phone.server.places()).toHaveLength(1);
});

it('[BR2] giving up without a network reaches the server later', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  await callIn.delayed(DELAYED);
  await settle();
  phone.network(false);
  await callIn.cancel();
  expect(callIn.view.state).toMatchObject({ at: 'over', end: 'cancelled' });
  expect(phone.place().state).toBe('QUEUED');
  phone.network(true);
  await phone.world.pass(10_000);
  expect(phone.place()).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' });
});

it('[BR2] a lost push is made up for by asking, in the foreground only', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  await callIn.delayed(DELAYED);
  await settle();
  Object.assign(phone.place(), { readyUntil: phone.world.now() + 300_000, version: 2 });
  phone.tell({ type: 'lifecycle', state: 'background' });
  phone.requests.length = 0;
  await phone.world.pass(60_000);
  expect(phone.requests).toEqual([]);
  phone.tell({ type: 'lifecycle', state: 'foreground' });
  await settle();
  expect(callIn.view.state.at).toBe('ready');
});

it('[BR2] tells why nothing works where messages are not allowed, and asks the server for nothing', async () => {
  const phone = createPhone({ pushToken: async () => undefined });
  const { callIn } = phone.open();
  await expect(callIn.delayed(DELAYED)).rejects.toBeInstanceOf(BridgeError);
  expect(callIn.view.state).toMatchObject({ at: 'over', end: 'refused', message: expect.stringContaining('Allow notifications') });
  expect(phone.requests).toEqual([]);
});

it('[BR2] says what the server says, and a phone that does not open is no dead end', async () => {
  const phone = createPhone({
    dial: async () => {
      throw new BridgeError('refused', 'The phone could not be opened.');
    },
  });
  const { callIn } = phone.open();
  await callIn.immediate({ groupName: 'technical_help' });
  await callIn.dial();
  expect(callIn.view).toMatchObject({ state: { at: 'callable' }, problem: 'The phone could not be opened.' });
});

it('[BR2] a new token of the device is handed on while somebody waits', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  phone.tell({ type: 'push-token', token: 'too-early' });
  await callIn.delayed(DELAYED);
  await settle();
  phone.tell({ type: 'push-token', token: 'fresh' });
  await settle();
  expect(phone.requests.filter((path) => path.endsWith('/push-targets'))).toHaveLength(1);
});

it('[BR2] [SW1] what was pressed on a notification is done, once the page is there; another callback is left to others', async () => {
  const phone = createPhone({ pageUrl: 'https://shop.example.com/call-us' });
  const taken: string[] = [];
  const press = async (action: PushAction, change: Partial<PushPayload> = {}): Promise<void> => {
    const payload = { event: 'CALLBACK_READY', callbackId: phone.place().id, queue: 'q', title: 't', body: 'b', v: '1', ...change };
    phone.tell({ type: 'push', payload: payload as PushPayload, action, take: () => void taken.push(payload.callbackId) });
    await settle();
  };
  const before = phone.open();
  await before.callIn.delayed(DELAYED);
  expect(phone.bodies[0]).toMatchObject({
    pushTargets: [{ channel: 'FCM', target: 'fcm-token', url: 'https://shop.example.com/call-us' }],
  });
  before.dispose();
  // The notification opens another page.
  const { callIn } = phone.open();
  await callIn.resumed;
  await press('confirm', { callbackId: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d19' as CallbackId });
  expect([callIn.view.state.at, taken]).toEqual(['waiting', []]);
  phone.server.makeReady(phone.place());
  await press('confirm');
  expect([callIn.view.state.at, taken]).toEqual(['callable', [phone.place().id]]);
  await press('call');
  expect(phone.dialled).toEqual([numberOf({ callIn } as ReturnType<typeof createMobileBridge>)?.telUri]);
  await press('cancel');
  expect(callIn.view.state).toMatchObject({ at: 'over', end: 'cancelled' });
});

const numberOf = ({ callIn }: ReturnType<typeof createMobileBridge>) =>
  callIn.view.state.at === 'callable' ? callIn.view.state.number : undefined;

it('[BR2] without messages a place is refused, unless the page is looked at anyway; a token that comes later is handed on', async () => {
  const phone = createPhone({ pushToken: async () => undefined });
  await expect(phone.open().callIn.delayed(DELAYED)).rejects.toThrow('Allow notifications');
  const { callIn } = phone.open({ push: 'optional' });
  await callIn.delayed(DELAYED);
  expect(callIn.view.state.at).toBe('waiting');
  expect(phone.bodies.at(-1)).toMatchObject({ ...DELAYED, pushTargets: [] });
  phone.tell({ type: 'push-token', token: 'later' });
  await settle();
  expect(phone.bodies.at(-1)).toEqual({ pushTargets: [{ channel: 'FCM', target: 'later' }] });
});

it('[BR2] a host that follows the place tells it at once; the server is asked less often, and older news counts for nothing', async () => {
  const followed: string[] = [];
  const phone = createPhone({
    follow: (token) => {
      followed.push(token);
      return () => followed.push('end');
    },
  });
  const { callIn } = phone.open();
  await callIn.delayed(DELAYED);
  await settle();
  const place = phone.place();
  const told = { id: place.id, state: 'QUEUED', position: 2, estimatedWaitTime: 60, version: 5 };
  phone.tell({ type: 'callback', callback: told });
  expect(callIn.view.state).toMatchObject({ at: 'waiting', position: 2, waitSeconds: 60 });
  phone.tell({ type: 'callback', callback: { ...told, position: 9, version: 4 } });
  phone.tell({ type: 'callback', callback: { ...told, id: 'somebody else', position: 9, version: 9 } });
  phone.tell({ type: 'callback', callback: 'nonsense' });
  expect(callIn.view.state).toMatchObject({ at: 'waiting', position: 2 });
  const asked = phone.requests.length;
  await phone.world.pass(59_000);
  expect(phone.requests).toHaveLength(asked);
  await phone.world.pass(1_000);
  expect(phone.requests).toHaveLength(asked + 1);
  await callIn.cancel();
  expect(followed).toEqual([place.token, 'end']);
});

it.each([-3_600_000, 3_600_000])('[BR2] a phone whose clock is %d ms off counts down as the server does', async (off) => {
  const phone = createPhone({}, off);
  const { callIn } = phone.open();
  await callIn.immediate({ groupName: 'technical_help' });
  expect(callIn.view).toMatchObject({ state: { at: 'callable' }, secondsLeft: 30 });
  await phone.world.pass(30_000);
  expect(callIn.view.state.at).toBe('number-expired');
});

it('[BR2] a server that is asked too often has not ended the place', async () => {
  const phone = createPhone();
  const { callIn } = phone.open();
  await callIn.delayed(DELAYED);
  await settle();
  phone.refuse({ code: 7041, retryAfter: 30 });
  await phone.world.pass(10_000);
  expect(callIn.view.state.at).toBe('waiting');
  phone.refuse({ code: 503, retryAfter: 0 });
  await phone.world.pass(10_000);
  expect(callIn.view.state).toMatchObject({ at: 'over', end: 'expired' });
});

it('[BR2] the reason of a refusal keeps its code, and how long to wait', async () => {
  const phone = createPhone();
  phone.refuse({ code: 7041, retryAfter: 12 });
  const { callIn } = phone.open();
  await callIn.immediate({ groupName: 'technical_help' });
  expect(callIn.view).toMatchObject({
    state: { at: 'over', end: 'refused', message: 'No.' },
    refusal: { code: 7041, message: 'No.', retryAfterSeconds: 12 },
  });
  phone.refuse(undefined);
  await callIn.immediate({ groupName: 'technical_help' });
  expect(callIn.view).toMatchObject({ state: { at: 'callable' }, refusal: undefined });
});
