import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandEvent } from '../../src/bus/bus-types.js';
import { outcome, setUpBus, type BusUnderTest } from './set-up-bus.js';

let environment: BusUnderTest['environment'];
let bus: BusUnderTest['bus'];
let loadable: BusUnderTest['loadable'];
let plugin: BusUnderTest['plugin'];
beforeEach(() => {
  ({ environment, bus, loadable, plugin } = setUpBus());
});

describe('the plugin object', () => {
  const METHODS = [
    'registerCommand',
    'registerEvents',
    'subscribe',
    'publish',
    'republish',
    'publishDirect',
    'command',
    'before',
    'registry',
    'subscribers',
    'namespace',
    'ready',
  ] as const;

  it.each(METHODS)('[BU1] has %s, and so has the bus itself', (method) => {
    expect(plugin('P')[method]).toBeTypeOf('function');
    expect(bus[method]).toBeTypeOf('function');
  });
  it.each(['registerPlugin', 'configure', 'loadPlugin', 'loadFile'] as const)('[BU1] the bus also has %s', (method) => {
    expect(bus[method]).toBeTypeOf('function');
  });
  it('[BU1] a name is given once; the second asker gets false', () => {
    expect(bus.registerPlugin('P')).toBeTruthy();
    expect(bus.registerPlugin('P')).toBe(false);
    expect(bus.registerPlugin('CXBus')).toBe(false);
  });
  it('[BU1] methods work without their object', async () => {
    const { registerCommand, ready, command } = plugin('P');
    registerCommand('c', ({ deferred }) => deferred.resolve('ok'));
    ready();
    expect(await command('P.c')).toBe('ok');
  });
  it('[BU1] registry and subscribers list what is there, and only that', () => {
    const p = plugin('P');
    p.registerCommand('c', () => {});
    p.registerEvents(['declared']);
    p.publish('published');
    p.subscribe('Other.event', () => {});
    void bus.command('Nobody.here');
    expect(bus.registry()).toEqual({ CXBus: { commands: [], events: [] }, P: { commands: ['c'], events: ['declared', 'published'] } });
    expect(bus.subscribers()).toEqual({ 'Other.event': ['P'] });
    expect(p.namespace()).toBe('P');
    expect(bus.namespace()).toBe('CXBus');
  });
});

describe('commands', () => {
  it('[BU1] the handler learns options, name, caller and time, and its resolution is the result', async () => {
    const p = plugin('P');
    const seen: CommandEvent[] = [];
    p.registerCommand('c', (event) => {
      seen.push(event);
      event.deferred.resolve(42);
    });
    p.ready();
    const options = { a: 1 };
    expect(await plugin('Caller').command('P.c', options)).toBe(42);
    expect(seen[0]).toMatchObject({ commandName: 'P.c', caller: 'Caller', time: environment.now() });
    expect(seen[0]?.data).toBe(options);
  });
  it.each([undefined, null])('[BU1] options %s arrive as an empty object', async (options) => {
    const p = plugin('P');
    p.registerCommand('c', ({ data, deferred }) => deferred.resolve(data));
    p.ready();
    expect(await bus.command('P.c', options)).toEqual({});
  });
  it('[BU1] run after the caller has finished', async () => {
    const p = plugin('P');
    const handler = vi.fn(({ deferred }: CommandEvent) => deferred.resolve());
    p.registerCommand('c', handler);
    p.ready();
    const running = bus.command('P.c');
    expect(handler).not.toHaveBeenCalled();
    await running;
    expect(handler).toHaveBeenCalledOnce();
  });
  it('[BU1] the promise stays pending until a nested command has finished', async () => {
    const p = plugin('P');
    let finish = () => {};
    p.registerCommand('inner', ({ deferred }) => (finish = () => deferred.resolve('deep')));
    p.registerCommand('outer', ({ deferred }) => deferred.resolve(p.command('P.inner') as never));
    p.ready();
    const settled = vi.fn();
    const running = bus.command('P.outer').always(settled);
    await environment.settle();
    expect(settled).not.toHaveBeenCalled();
    finish();
    expect(await running).toBe('deep');
  });
  it.each([
    ['of an unknown plugin', 'Nobody.c', /No plugin "Nobody"/],
    ['unknown to its plugin', 'P.nothing', /No command "P.nothing"/],
    ['named like an inherited property', 'P.constructor', /No command/],
    ['without a dot', 'nonsense', /No plugin "nonsense"/],
    ['of the bus itself', 'CXBus.destroy', /No command/],
  ])('[BU2] a command %s is rejected with the reason', async (_, name, reason) => {
    plugin('P').ready();
    expect(String((await outcome(bus.command(name))).rejected)).toMatch(reason);
  });
  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['returns a promise that rejects', () => Promise.reject(new Error('boom'))],
    ['rejects', ({ deferred }: CommandEvent) => deferred.reject(new Error('boom'))],
  ])('[BU2] a handler that %s rejects the command', async (_, handler) => {
    const p = plugin('P');
    p.registerCommand('c', handler);
    p.ready();
    expect(String((await outcome(bus.command('P.c'))).rejected)).toContain('boom');
  });
  it('[BU1] commands before ready wait and run in their order', async () => {
    const p = plugin('P');
    const order: unknown[] = [];
    const first = [1, 2, 3].map((n) => bus.command('P.c', { n }));
    p.registerCommand('c', ({ data, deferred }) => {
      order.push((data as { n: number }).n);
      deferred.resolve();
    });
    await environment.settle();
    expect(order).toEqual([]);
    p.ready();
    const late = bus.command('P.c', { n: 4 });
    await Promise.all([...first, late]);
    expect(order).toEqual([1, 2, 3, 4]);
  });
  it('[BU1] `configure` runs before ready: it is part of getting there', async () => {
    const p = plugin('P');
    p.registerCommand('configure', ({ deferred }) => deferred.resolve('configured'));
    expect(await bus.command('P.configure', {})).toBe('configured');
  });
  it.each(['publish', 'republish'] as const)("[BU1] 8.5's plugins only %s `ready`; that is enough", async (way) => {
    const p = plugin('P');
    const waiting = bus.command('P.c');
    p[way]('ready');
    p.registerCommand('c', ({ deferred }) => deferred.resolve('ok'));
    expect(await waiting).toBe('ok');
  });
});

describe('loading', () => {
  it('[BU1] a command to a plugin that is not loaded loads it once; the original promises settle, in order', async () => {
    const load = vi.fn(async () => {
      await undefined;
      const p = plugin('Lazy');
      p.registerCommand('c', ({ data, deferred }) => deferred.resolve((data as { n: number }).n));
      // Another listener of the loading is quicker than those who wait.
      void p.command('Lazy.c', { n: 3 }).done((n) => order.push(n));
      p.ready();
    });
    Object.assign(loadable, { Lazy: load });
    const order: unknown[] = [];
    const waiting = [1, 2].map((n) => bus.command('Lazy.c', { n }).done((result) => order.push(result)));
    expect(await Promise.all(waiting)).toEqual([1, 2]);
    await environment.settle();
    expect(order).toEqual([1, 2, 3]);
    expect(load).toHaveBeenCalledOnce();
  });
  it('[BU1] a load that fails rejects what waits, and is tried again by the next command', async () => {
    let isUp = false;
    Object.assign(loadable, {
      Lazy: async () => {
        if (!isUp) throw new Error('offline');
        const p = plugin('Lazy');
        p.registerCommand('c', ({ deferred }) => deferred.resolve('ok'));
        p.ready();
      },
    });
    expect(String((await outcome(bus.command('Lazy.c'))).rejected)).toContain('offline');
    isUp = true;
    expect(await bus.command('Lazy.c')).toBe('ok');
  });
  it('[BU1] listeners and interceptors on a plugin that is not there yet are kept for it', async () => {
    const heard = vi.fn();
    bus.subscribe('Lazy.ready', heard);
    bus.before('Lazy.c', (options) => ({ ...(options as object), seen: true }));
    Object.assign(loadable, {
      Lazy: async () => {
        const p = plugin('Lazy');
        p.registerCommand('c', ({ data, deferred }) => deferred.resolve(data));
        p.ready();
        p.republish('ready');
      },
    });
    expect(await bus.command('Lazy.c', { a: 1 })).toEqual({ a: 1, seen: true });
    expect(heard).toHaveBeenCalledOnce();
  });
  it('[BU1] loadPlugin resolves when the plugin is there, and rejects an unknown name', async () => {
    Object.assign(loadable, { Lazy: async () => void plugin('Lazy') });
    const done = vi.fn();
    await bus.loadPlugin('Lazy').done(done);
    expect(done).toHaveBeenCalledOnce();
    expect(String((await outcome(bus.loadPlugin('Nobody'))).rejected)).toMatch(/No plugin "Nobody"/);
  });
});
