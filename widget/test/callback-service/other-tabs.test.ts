import type { VisitorCallback } from '@ringback/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestKey } from '../../src/options/request-key.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { answer, CONFIG, refusal, startService } from './start-service.js';

const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
const NUMBER = '+14155550100';
const running = (more: Partial<VisitorCallback> = {}) => ({ id: ID, phoneNumber: NUMBER, state: 'QUEUED', version: 1, ...more });

/** The channels of one browser: a message reaches all others of its name, as a copy, and none of it the sender. */
class FakeChannel extends EventTarget {
  static readonly open = new Set<FakeChannel>();
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
    FakeChannel.open.add(this);
  }
  postMessage(data: unknown): void {
    const copy: unknown = structuredClone(data);
    const others = [...FakeChannel.open].filter((other) => other !== this && other.#name === this.#name);
    for (const other of others)
      queueMicrotask(() => FakeChannel.open.has(other) && other.dispatchEvent(new MessageEvent('message', { data: copy })));
  }
  close(): void {
    FakeChannel.open.delete(this);
  }
}

type Tab = Awaited<ReturnType<typeof startService>>;
let tabs: Tab[] = [];
async function openTab(stored?: { id: string; token: string }, config: Record<string, unknown> = CONFIG): Promise<Tab> {
  const environment: FakeEnvironment = fakeEnvironment();
  environment.global['BroadcastChannel'] = FakeChannel;
  if (stored) environment.stored.set(requestKey(config, 'https://widget.example.com'), JSON.stringify(stored));
  const tab = await startService(config, environment);
  tabs.push(tab);
  return tab;
}
const HELD = { id: ID, token: 'tok/1' };
/** A tab in which a request runs, and that has looked at it. */
async function tabWithRequest(): Promise<Tab> {
  const tab = await openTab(HELD);
  tab.environment.onFetch = () => answer(running());
  await tab.bus.command('CallbackService.status');
  return tab;
}
const adopt = async (tab: Tab, phoneNumber = NUMBER) => {
  const asked = tab.bus.command('CallbackService.adopt', { phoneNumber });
  await tab.environment.advance(300);
  return asked;
};

beforeEach(() => void (tabs = []));
afterEach(() => {
  for (const tab of tabs) tab.destroy();
  expect(FakeChannel.open.size).toBe(0);
});

describe('a request in another tab', () => {
  it('[WI14] is found by its number, told by its server, and from then on held here too', async () => {
    await tabWithRequest();
    const here = await openTab();
    here.environment.onFetch = () => answer(running({ version: 4 }));
    expect(await adopt(here)).toMatchObject({ id: ID, version: 4 });
    expect(new Headers(here.environment.requests[0]?.init?.headers).get('authorization')).toBe('Bearer tok/1');
    expect(here.named('statusChanged')).toHaveLength(1);
    expect(await here.bus.command('CallbackService.running')).toEqual(HELD);
  });

  it('[WI14] is told on by a tab that has just booked it', async () => {
    const there = await openTab();
    there.environment.onFetch = () => answer({ id: ID, visitorToken: 'tok/1' });
    await there.bus.command('CallbackService.schedule', { phonenumber: NUMBER });
    const here = await openTab();
    here.environment.onFetch = () => answer(running());
    expect(await adopt(here)).toMatchObject({ id: ID });
  });

  it.each<[string, () => Response]>([
    ['is of another number', () => answer(running({ phoneNumber: '+14155550199' }))],
    ['has ended', () => answer(running({ state: 'COMPLETED' }))],
    ['is gone from the server', () => refusal(404, 501, 'No such callback')],
  ])('[WI14] that %s is not taken', async (_what, response) => {
    await tabWithRequest();
    const here = await openTab();
    here.environment.onFetch = response;
    expect(await adopt(here)).toBeNull();
    expect(await here.bus.command('CallbackService.running')).toBeNull();
    expect(here.environment.stored.size).toBe(0);
  });

  it('[WI14] of another queue, key or server is never told of', async () => {
    await tabWithRequest();
    const here = await openTab(undefined, { ...CONFIG, serviceName: 'Sales_VQ' });
    expect(await adopt(here)).toBeNull();
    expect(here.environment.requests).toEqual([]);
  });

  it('[WI14] is not told of any more once it has ended', async () => {
    const there = await tabWithRequest();
    there.environment.onFetch = () => answer(running({ state: 'COMPLETED', version: 2 }));
    await there.bus.command('CallbackService.cancel');
    expect(FakeChannel.open.size).toBe(0);
    expect(await adopt(await openTab())).toBeNull();
  });

  it('[WI10] no tab listens before there is a request', async () => {
    const tab = await openTab();
    tab.environment.onFetch = () => answer({});
    await tab.bus.command('CallbackService.offers');
    expect(FakeChannel.open.size).toBe(0);
  });

  it('[WI14] is not found by browsers without channels, nor by rubbish on them', async () => {
    const old = await openTab();
    delete old.environment.global['BroadcastChannel'];
    expect(await adopt(old)).toBeNull();
    const noisy = new FakeChannel(requestKey(CONFIG, 'https://widget.example.com'));
    noisy.addEventListener('message', () => noisy.postMessage({ id: 1, token: 'x' }));
    const here = await openTab();
    expect(await adopt(here)).toBeNull();
    noisy.close();
  });
});
