import { fireEvent } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBus } from '../../src/bus/create-bus.js';
import type { Bus, BusPlugin } from '../../src/bus/bus-types.js';
import { describePayload } from '../../src/plugins/inspector/describe-payload.js';
import { startInspector } from '../../src/plugins/inspector/index.js';
import { watchBus, type BusWatch } from '../../src/plugins/inspector/watch-bus.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { eventually } from '../eventually.js';

let environment: FakeEnvironment;
let bus: Bus;
let watch: BusWatch | undefined;

beforeEach(() => {
  environment = fakeEnvironment();
  bus = createBus(environment, () => undefined).bus;
});
afterEach(() => watch?.stop());

function lamp(): BusPlugin<'Lamp'> {
  const plugin = bus.registerPlugin('Lamp');
  if (!plugin) throw new Error('taken');
  plugin.registerEvents(['lit']);
  plugin.registerCommand('light', async ({ data, deferred }) => {
    await environment.advance(40);
    plugin.publish('lit', data);
    deferred.resolve('bright');
  });
  plugin.registerCommand('drop', ({ deferred }) => deferred.reject('broken'));
  plugin.ready();
  return plugin;
}
const seen = () => watch?.entries.value.map(({ kind, name }) => `${kind} ${name}`);

describe('the watch over a bus', () => {
  it('[BU1] notes commands with how they ended and how long they took, and events with what they carry', async () => {
    lamp();
    watch = watchBus(bus, environment.now);
    await bus.command('Lamp.light', { colour: 'warm' });
    await expect(bus.command('Lamp.drop')).rejects.toBe('broken');
    expect(watch.entries.value).toMatchObject([
      { kind: 'command', name: 'Lamp.light', outcome: { kind: 'resolved', ms: 40, payload: '"bright"' } },
      { kind: 'event', name: 'Lamp.lit', publisher: 'Lamp', payload: '{\n  "colour": "warm"\n}' },
      { kind: 'command', name: 'Lamp.drop', outcome: { kind: 'rejected', ms: 0, payload: '"broken"' } },
    ]);
  });

  it('[BU1] notes what plugins ask of each other, once each', async () => {
    const plugin = lamp();
    watch = watchBus(bus, environment.now);
    await plugin.command('Lamp.light');
    expect(seen()).toEqual(['command Lamp.light', 'event Lamp.lit']);
    expect(watch.entries.value[0]).toMatchObject({ outcome: undefined });
  });

  it('[BU1] finds plugins that come later', async () => {
    watch = watchBus(bus, environment.now);
    const waiting = bus.command('Lamp.light').catch(() => undefined);
    lamp();
    await waiting;
    await bus.command('Lamp.light').catch(() => undefined);
    expect(seen()).toContain('event Lamp.lit');
  });

  it('[BU2] changes nothing: not what a command gets, nor its promise, nor the bus once it has stopped', async () => {
    const plain = bus.command;
    lamp();
    watch = watchBus(bus, environment.now);
    const done = vi.fn();
    bus.command('Lamp.light').done(done);
    await eventually(() => expect(done).toHaveBeenCalledWith('bright'));
    watch.stop();
    expect(bus.command).toBe(plain);
    const before = watch.entries.value.length;
    await bus.command('Lamp.light');
    expect(watch.entries.value).toHaveLength(before);
    expect(bus.subscribers()['Lamp.lit'] ?? []).toEqual([]);
  });

  it('forgets the oldest of very many', async () => {
    const plugin = lamp();
    watch = watchBus(bus, environment.now);
    for (let at = 0; at < 400; at++) plugin.publish('lit', at);
    expect(watch.entries.value).toHaveLength(300);
    expect(watch.entries.value.at(-1)?.payload).toBe('399');
  });
});

describe('a payload as text', () => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle['self'] = circle;
  const shared = { a: 1 };
  it.each<[unknown, string]>([
    [undefined, ''],
    [null, 'null'],
    [{ a: [1, 'x'] }, '{"a":[1,"x"]}'],
    [circle, '{"name":"circle","self":"(itself)"}'],
    [{ one: shared, two: shared }, '{"one":{"a":1},"two":{"a":1}}'],
    [{ at: () => undefined }, '{"at":"function at"}'],
    [new Error('no'), '"Error: no"'],
    [{ node: document.createElement('p') }, '{"node":"<p>"}'],
    [10n, '"10"'],
  ])('%o is %s', (payload, text) => {
    const shown = describePayload(payload);
    expect(shown === '' ? '' : JSON.stringify(JSON.parse(shown))).toBe(text);
  });

  it('is cut when it is very long, and never throws', () => {
    expect(describePayload('x'.repeat(9000)).length).toBeLessThan(4100);
    const hostile = {
      get trap() {
        throw new Error('trap');
      },
    };
    expect(describePayload(hostile)).toContain('trap');
  });
});

describe('the inspector on the page', () => {
  const root = () => document.querySelector('ringback-inspector')?.shadowRoot;
  const button = (name: string) => [...(root()?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent?.includes(name));

  it('[BU1] lists, filters, clears and goes with the widget; payloads never become markup', async () => {
    const plugin = lamp();
    const lifetime = new AbortController();
    startInspector({ bus, environment, signal: lifetime.signal });
    fireEvent.click(button('Ringback inspector')!);
    await eventually(() => expect(root()?.textContent).toContain('Nothing yet'));
    plugin.publish('lit', '<img src=x onerror=alert(1)>');
    await bus.command('Lamp.light', { colour: 'warm' });
    await eventually(() => expect(root()?.querySelectorAll('li')).toHaveLength(3));
    expect(root()?.querySelector('img')).toBeNull();
    expect(root()?.textContent).toContain('resolved in 40 ms');

    fireEvent.input(root()!.querySelector('input')!, { target: { value: 'warm' } });
    await eventually(() => expect(root()?.textContent).toContain('2 of 3 entries'));
    fireEvent.click(button('Clear')!);
    await eventually(() => expect(root()?.textContent).toContain('0 entries'));
    lifetime.abort();
    expect(document.querySelector('ringback-inspector')).toBeNull();
  });
});
