import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BusEvent } from '../../src/bus/bus-types.js';
import { outcome, setUpBus, type BusUnderTest } from './set-up-bus.js';

let environment: BusUnderTest['environment'];
let bus: BusUnderTest['bus'];
let plugin: BusUnderTest['plugin'];
beforeEach(() => {
  ({ environment, bus, plugin } = setUpBus());
});

describe('interceptors', () => {
  let handled: unknown[];
  beforeEach(() => {
    handled = [];
    const p = plugin('P');
    p.registerCommand('c', ({ data, deferred }) => {
      handled.push(data);
      deferred.resolve();
    });
    p.ready();
  });

  it('[BU1] run in order of registration, sync or async, and may change the options', async () => {
    bus.before('P.c', (options) => ({ ...(options as object), first: 1 }));
    bus.before('P.c', async (options) => {
      await environment.settle();
      return { ...(options as object), second: Object.keys(options as object).length };
    });
    await bus.command('P.c', { given: 0 });
    expect(handled).toEqual([{ given: 0, first: 1, second: 2 }]);
  });
  it.each([
    ['undefined', undefined],
    ['false', false],
    ['null', null],
    ['0', 0],
    ['a promise of nothing', Promise.resolve()],
  ])('[BU1] one that returns %s stops the command, which is rejected by name', async (_, answer) => {
    const later = vi.fn((options: unknown) => options);
    plugin('Guard').before('P.c', () => answer);
    bus.before('P.c', later);
    expect(String((await outcome(bus.command('P.c'))).rejected)).toMatch(/Guard stopped P.c/);
    expect(handled).toEqual([]);
    expect(later).not.toHaveBeenCalled();
  });
  it('[BU1] returning the options of a command without options lets it go on', async () => {
    bus.before('P.c', (options) => options);
    await bus.command('P.c');
    expect(handled).toEqual([{}]);
  });
  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('[BU2] one that %s is reported by its plugin and skipped', async (_, bad) => {
    plugin('Clumsy').before('P.c', bad);
    bus.before('P.c', (options) => ({ ...(options as object), next: true }));
    await bus.command('P.c', {});
    expect(handled).toEqual([{ next: true }]);
    expect(environment.warnings[0]?.message).toMatch(/Clumsy.*P\.c/);
  });
  it('[BU1] the way out takes one away', async () => {
    const leave = bus.before('P.c', () => false);
    leave();
    await bus.command('P.c');
    expect(handled).toHaveLength(1);
  });
});

describe('events', () => {
  it('[BU1] carry name, data, publisher and time; publish adds the namespace, publishDirect does not', () => {
    const heard: BusEvent[] = [];
    bus.subscribe('P.happened', (event) => heard.push(event));
    const p = plugin('P');
    p.publish('happened', { n: 1 });
    plugin('Q').publishDirect('P.happened', { n: 2 });
    expect(heard).toEqual([
      { name: 'P.happened', data: { n: 1 }, publisher: 'P', time: environment.now() },
      { name: 'P.happened', data: { n: 2 }, publisher: 'Q', time: environment.now() },
    ]);
  });
  it('[BU1] subscribe returns the way out; leaving twice is as leaving once', () => {
    const heard = vi.fn();
    const leave = bus.subscribe('P.e', heard);
    const p = plugin('P');
    p.publish('e');
    leave();
    leave();
    p.publish('e');
    expect(heard).toHaveBeenCalledOnce();
  });
  it('[BU1] the same function may listen twice', () => {
    const heard = vi.fn();
    bus.subscribe('P.e', heard);
    const leave = bus.subscribe('P.e', heard);
    const p = plugin('P');
    p.publish('e');
    leave();
    p.publish('e');
    expect(heard).toHaveBeenCalledTimes(3);
  });
  it('[BU1] republish is heard by those who come later, the last one only; publish is not', async () => {
    const p = plugin('P');
    p.republish('state', 1);
    p.republish('state', 2);
    p.publish('moment', 3);
    const heard: unknown[] = [];
    bus.subscribe('P.state', ({ data }) => heard.push(data));
    bus.subscribe('P.moment', ({ data }) => heard.push(data));
    expect(heard).toEqual([]);
    await environment.settle();
    expect(heard).toEqual([2]);
  });
  it('[BU1] who leaves at once hears no replay', async () => {
    plugin('P').republish('ready');
    const heard = vi.fn();
    bus.subscribe('P.ready', heard)();
    await environment.settle();
    expect(heard).not.toHaveBeenCalled();
  });
  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('[BU2] a listener that %s is reported by its plugin and stops nobody', async (_, bad) => {
    const heard = vi.fn();
    plugin('Clumsy').subscribe('P.e', bad);
    bus.subscribe('P.e', heard);
    const p = plugin('P');
    expect(() => p.publish('e')).not.toThrow();
    await environment.settle();
    expect(heard).toHaveBeenCalledOnce();
    expect(environment.warnings[0]?.message).toMatch(/Clumsy.*P\.e/);
  });
  it('[BU2] listeners are told from a copy: who joins while being told waits for the next, who leaves is told once more', () => {
    const p = plugin('P');
    const late = vi.fn();
    const heard = vi.fn();
    bus.subscribe('P.e', () => {
      leave();
      bus.subscribe('P.e', late);
    });
    const leave = bus.subscribe('P.e', heard);
    p.publish('e');
    expect(heard).toHaveBeenCalledOnce();
    expect(late).not.toHaveBeenCalled();
    p.publish('e');
    expect(heard).toHaveBeenCalledOnce();
    expect(late).toHaveBeenCalledOnce();
  });
  it('[BU2] a listener that publishes the same event ends with its own condition', () => {
    const p = plugin('P');
    const heard: unknown[] = [];
    bus.subscribe('P.e', ({ data }) => {
      heard.push(data);
      if ((data as number) < 3) p.publish('e', (data as number) + 1);
    });
    p.publish('e', 1);
    expect(heard).toEqual([1, 2, 3]);
  });
});
