import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { registerStatsService } from '../../src/plugins/stats-service/index.js';
import { readStats } from '../../src/plugins/stats-service/read-stats.js';
import { readStatsOptions } from '../../src/plugins/stats-service/stats-options.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { answer, refusal } from '../callback-service/start-service.js';

const CALLBACK = { apikey: 'key-1', serviceName: 'Support_VQ', dataURL: 'https://api.example.com/engagement/v3/callbacks' };
const ENTRIES = [
  { virtualQueue: 'Support_VQ', estimatedWaitTime: 90, message: '', resultCode: 0 },
  { virtualQueue: 'Sales_VQ', estimatedWaitTime: -1, message: 'nobody is logged in', resultCode: -2 },
];

let environment: FakeEnvironment;
beforeEach(() => {
  environment = fakeEnvironment({ onFetch: () => answer(ENTRIES) });
});

async function start(stats: Record<string, unknown> = {}, callback: Record<string, unknown> = CALLBACK) {
  const { bus } = createBus(environment, () => undefined);
  const plugin = bus.registerPlugin('StatsService');
  if (!plugin) throw new Error('taken');
  registerStatsService({ plugin, environment, baseUrl: 'https://widget.example.com', callbackSection: () => callback });
  await bus.command('StatsService.configure', stats);
  plugin.ready();
  return bus;
}
const asked = () => environment.requests.map(({ url }) => url);

describe('where a wait is asked for', () => {
  const server = { callbacksUrl: 'https://own.example/engagement/v3/callbacks', apiKey: 'key-1' };
  const V3 = 'https://own.example/engagement/v3/estimated-wait-time';
  const GMS = 'https://gms.example/genesys/1/service/ewt-for-vq';
  const GES = 'https://gapi.example/engagement/v3';
  it.each([
    ['nothing said: the callback server', {}, { url: V3, apiKey: 'key-1', dialect: 'engagement', mode: undefined, timeout: 10_000 }],
    [
      'the base of v3',
      { ewt: { dataURL: `${GES}/`, apikey: 'a' } },
      { url: `${GES}/estimated-wait-time`, apiKey: 'a', dialect: 'engagement' },
    ],
    ['the callbacks of v3', { ewt: { dataURL: `${GES}/callbacks`, apiVersion: 'v3' } }, { url: `${GES}/estimated-wait-time`, apiKey: '' }],
    ['the whole address', { ewt: { dataURL: `${GES}/estimated-wait-time` } }, { url: `${GES}/estimated-wait-time` }],
    ['GMS is v1 unless it is said', { ewt: { dataURL: GMS } }, { url: GMS, dialect: 'gms', mode: 'urs2', apiKey: '' }],
    ['v1 with a mode', { ewt: { dataURL: GMS, apiVersion: 'v1', mode: 'stat' } }, { mode: 'stat' }],
    ['v2', { ewt: { dataURL: 'https://gms.example/genesys/2/ewt', apiVersion: 'v2' } }, { dialect: 'gms', mode: 'ewt2' }],
    ['a timeout as text', { ajaxTimeout: '3000' }, { timeout: 3000 }],
    ['nulls and nonsense', { ewt: null, ajaxTimeout: 'soon' }, { url: V3, timeout: 10_000 }],
  ])('[BU1] %s', (_, section, expected) => {
    expect(readStatsOptions(section, server)).toMatchObject(expected);
  });
});

describe('StatsService.getStats', () => {
  it('[BU1] asks our server once for all queues, and says seconds by queue', async () => {
    const bus = await start();
    const heard: BusEvent[] = [];
    bus.subscribe('StatsService.updated', (event) => heard.push(event));
    const stats = await bus.command('StatsService.getStats', { group: 'EWT', vqName: ['Support_VQ', 'Sales_VQ'] });
    expect(asked()).toEqual(['https://api.example.com/engagement/v3/estimated-wait-time?virtual-queues=Support_VQ%2CSales_VQ']);
    expect(new Headers(environment.requests[0]?.init?.headers).get('x-api-key')).toBe('key-1');
    expect(stats).toMatchObject({ Support_VQ: { ewt: 90 }, Sales_VQ: { ewt: -1, message: 'nobody is logged in' } });
    expect(heard.map(({ data }) => data)).toEqual([stats]);
  });
  it('[BU1] without a queue it asks for those of the callback section', async () => {
    await (await start()).command('StatsService.getStats');
    await (await start({}, { ...CALLBACK, ewt: { queue: 'Wait_VQ' } })).command('StatsService.getStats');
    expect(asked().map((url) => new URL(url).searchParams.get('virtual-queues'))).toEqual(['Support_VQ', 'Wait_VQ']);
  });
  it('[BU1] speaks GMS as the vendor documents it', async () => {
    environment.onFetch = () => Response.json({ vq1: { time: 1_506_021_729, calls: 2, ewt: 12.4 } });
    const bus = await start({ ewt: { dataURL: 'https://gms.example/genesys/1/service/ewt-for-vq' } });
    expect(await bus.command('StatsService.getStats', { vqName: 'vq1' })).toEqual({ vq1: { time: 1_506_021_729, calls: 2, ewt: 12.4 } });
    expect(asked()).toEqual(['https://gms.example/genesys/1/service/ewt-for-vq?name=vq1&aqt=urs2']);
  });
  it('[BU1] asks GMS for all of its queues when none is named, whatever the callback section books on', async () => {
    environment.onFetch = () => Response.json({ vq1: { ewt: 12 }, vq2: { ewt: 40 } });
    const bus = await start({ ewt: { dataURL: 'https://gms.example/genesys/1/service/ewt-for-vq' } });
    expect(await bus.command('StatsService.getStats', { group: 'EWT' })).toEqual({ vq1: { ewt: 12 }, vq2: { ewt: 40 } });
    expect(asked()).toEqual(['https://gms.example/genesys/1/service/ewt-for-vq?aqt=urs2']);
  });
  it('[BU1] an interceptor of getStats may ask for another queue; a section changed in place counts', async () => {
    const callback: Record<string, unknown> = { ...CALLBACK };
    const bus = await start({}, callback);
    bus.before('StatsService.getStats', (options) => ({ ...options, vqName: 'Other_VQ', mode: 'mode3' }));
    callback['dataURL'] = 'https://moved.example/engagement/v3';
    await bus.command('StatsService.getStats', { vqName: 'Support_VQ' });
    expect(asked()).toEqual(['https://moved.example/engagement/v3/estimated-wait-time?virtual-queues=Other_VQ&mode=mode3']);
  });
  it.each([
    ['a refusal', () => refusal(400, 1105, 'mode is not known'), { httpStatus: 400, code: 1105, message: 'mode is not known' }],
    ['a page instead of JSON', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), { httpStatus: 502, code: 0 }],
    [
      'an answer without waits',
      () => Response.json({ status: { code: 0 } }),
      { httpStatus: 200, message: 'The server sent no estimated wait' },
    ],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), { httpStatus: 0, message: 'The server could not be reached' }],
  ])('[BU2] %s rejects, is published, and is not asked again', async (_, onFetch, expected) => {
    environment.onFetch = onFetch;
    const bus = await start();
    const heard: unknown[] = [];
    bus.subscribe('StatsService.error', ({ data }) => heard.push(data));
    await expect(bus.command('StatsService.getStats')).rejects.toMatchObject(expected);
    expect(heard).toMatchObject([expected]);
    expect(environment.requests).toHaveLength(1);
  });
  it('[BU2] gives up after ajaxTimeout', async () => {
    environment.onFetch = () => new Promise(() => {});
    const bus = await start({ ajaxTimeout: 3000 });
    const asking = bus.command('StatsService.getStats');
    const outcome = expect(asking).rejects.toMatchObject({ timedOut: true });
    await environment.advance(3000);
    await outcome;
    expect(environment.pendingTimers()).toBe(0);
  });
  it('[BU2] says what is missing', async () => {
    const bus = await start({}, { dataURL: CALLBACK.dataURL });
    await expect(bus.command('StatsService.getStats')).rejects.toMatchObject({ message: expect.stringContaining('vqName is missing') });
    await expect(bus.command('StatsService.getStats', { group: 'AHT' })).rejects.toMatchObject({
      message: expect.stringContaining('"AHT"'),
    });
    await expect(bus.command('StatsService.configure', {})).rejects.toBe('Invalid configuration');
    expect(environment.requests).toHaveLength(0);
  });
});

describe('reading an answer', () => {
  it.each([
    ['one GMS queue without its name', { ewt: '30' }, 'gms', ['vq'], { vq: { ewt: 30 } }],
    ['a bare number', { vq: 12 }, 'gms', ['vq', 'other'], { vq: { ewt: 12 } }],
    ['several GMS queues', { a: { ewt: 1 }, b: { ewt: -7 } }, 'gms', ['a', 'b'], { a: { ewt: 1 }, b: { ewt: -1 } }],
    ['no number', { vq: { ewt: 'soon' } }, 'gms', ['vq'], undefined],
    ['an empty list', { data: [] }, 'engagement', ['vq'], undefined],
  ] as const)('%s', (_, body, dialect, queues, expected) => {
    expect(readStats(body, dialect, queues)).toEqual(expected);
  });
  it('[BU2] never throws, and never says a wait below -1 or no number', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('gms' as const, 'engagement' as const),
        fc.array(fc.string(), { maxLength: 2 }),
        (body, dialect, queues) => {
          for (const { ewt } of Object.values(readStats(body, dialect, queues) ?? {})) expect(Number.isFinite(ewt) && ewt >= -1).toBe(true);
        },
      ),
    );
  });
});
