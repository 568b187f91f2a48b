import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bus, BusEvent, BusPlugin, CommandEvent } from '../../src/bus/bus-types.js';
import type { BusCore } from '../../src/bus/bus-core.js';
import { createBus } from '../../src/bus/create-bus.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

let environment: FakeEnvironment;
let owned: BusCore;
let bus: Bus;
/** Plugins that can be loaded, and what loading does. */
let loadable: Record<string, () => Promise<void>>;

beforeEach(() => {
  environment = fakeEnvironment();
  loadable = {};
  const loading = new Map<string, Promise<void>>();
  owned = createBus(environment, (name) => {
    const load = loadable[name];
    if (!load) return undefined;
    if (!loading.has(name)) {
      const promise = load().catch((cause) => {
        loading.delete(name);
        owned.forget([name], cause);
      });
      loading.set(name, promise);
    }
    return loading.get(name);
  });
  bus = owned.bus;
});

function plugin<Name extends string>(name: Name): BusPlugin<Name> {
  const registered = bus.registerPlugin(name);
  if (!registered) throw new Error(`${name} is taken`);
  return registered;
}
const outcome = async (promise: PromiseLike<unknown>) => {
  try {
    return { resolved: await promise };
  } catch (reason) {
    return { rejected: reason };
  }
};

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
    loadable = { Lazy: load };
    const order: unknown[] = [];
    const waiting = [1, 2].map((n) => bus.command('Lazy.c', { n }).done((result) => order.push(result)));
    expect(await Promise.all(waiting)).toEqual([1, 2]);
    await environment.settle();
    expect(order).toEqual([1, 2, 3]);
    expect(load).toHaveBeenCalledOnce();
  });
  it('[BU1] a load that fails rejects what waits, and is tried again by the next command', async () => {
    let isUp = false;
    loadable = {
      Lazy: async () => {
        if (!isUp) throw new Error('offline');
        const p = plugin('Lazy');
        p.registerCommand('c', ({ deferred }) => deferred.resolve('ok'));
        p.ready();
      },
    };
    expect(String((await outcome(bus.command('Lazy.c'))).rejected)).toContain('offline');
    isUp = true;
    expect(await bus.command('Lazy.c')).toBe('ok');
  });
  it('[BU1] listeners and interceptors on a plugin that is not there yet are kept for it', async () => {
    const heard = vi.fn();
    bus.subscribe('Lazy.ready', heard);
    bus.before('Lazy.c', (options) => ({ ...(options as object), seen: true }));
    loadable = {
      Lazy: async () => {
        const p = plugin('Lazy');
        p.registerCommand('c', ({ data, deferred }) => deferred.resolve(data));
        p.ready();
        p.republish('ready');
      },
    };
    expect(await bus.command('Lazy.c', { a: 1 })).toEqual({ a: 1, seen: true });
    expect(heard).toHaveBeenCalledOnce();
  });
  it('[BU1] loadPlugin resolves when the plugin is there, and rejects an unknown name', async () => {
    loadable = { Lazy: async () => void plugin('Lazy') };
    const done = vi.fn();
    await bus.loadPlugin('Lazy').done(done);
    expect(done).toHaveBeenCalledOnce();
    expect(String((await outcome(bus.loadPlugin('Nobody'))).rejected)).toMatch(/No plugin "Nobody"/);
  });
});

describe('the promise of a command', () => {
  beforeEach(() => {
    const p = plugin('P');
    p.registerCommand('yes', ({ deferred }) => deferred.resolve('yes'));
    p.registerCommand('no', ({ deferred }) => deferred.reject('no'));
    p.ready();
  });

  it('[BU1] done, fail and always chain synchronously and are called in order', async () => {
    const calls: string[] = [];
    const record = (name: string) => (value: unknown) => void calls.push(`${name}:${String(value)}`);
    bus.command('P.yes').done(record('done')).fail(record('fail')).always(record('always')).done(record('again'));
    bus.command('P.no').done(record('done')).fail(record('fail')).always(record('always'));
    await environment.settle();
    expect(calls.filter((call) => call.endsWith('yes'))).toEqual(['done:yes', 'always:yes', 'again:yes']);
    expect(calls.filter((call) => call.endsWith('no'))).toEqual(['fail:no', 'always:no']);
  });
  it('[BU1] is a true promise: await, then with two callbacks, catch, finally, Promise.all', async () => {
    expect(bus.command('P.yes')).toBeInstanceOf(Promise);
    expect(await bus.command('P.yes')).toBe('yes');
    expect(await bus.command('P.no').then(undefined, (reason) => `${String(reason)}!`)).toBe('no!');
    expect(await bus.command('P.no').catch((reason) => reason)).toBe('no');
    expect(await bus.command('P.yes').finally(() => {})).toBe('yes');
    expect(await Promise.all([bus.command('P.yes'), 1])).toEqual(['yes', 1]);
    await expect(bus.command('P.no')).rejects.toBe('no');
  });
  it('[BU1] what `then` returns has done and fail too, as with jQuery', async () => {
    const failed = vi.fn();
    const chained = bus.command('P.no').then((value) => value) as ReturnType<typeof bus.command>;
    chained.fail(failed);
    await environment.settle();
    expect(failed).toHaveBeenCalledExactlyOnceWith('no');
  });
  it('[BU2] a rejection that nobody handles, or only by done, is no unhandledrejection', async () => {
    const unhandled = vi.fn();
    // The runtime's own event: happy-dom's window has none.
    const { process } = globalThis as unknown as {
      process: { on(name: string, hear: () => void): void; off(name: string, hear: () => void): void };
    };
    process.on('unhandledRejection', unhandled);
    bus.command('P.no');
    bus.command('P.no').done(() => {});
    bus.command('P.no').fail(() => {});
    bus.command('P.no').always(() => {});
    bus.command('Nobody.here').done(() => {});
    await environment.settle();
    await environment.settle();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
  it('[BU2] a callback that throws is reported with its plugin, and the next one still runs', async () => {
    const next = vi.fn();
    plugin('Clumsy')
      .command('P.yes')
      .done(() => {
        throw new Error('boom');
      })
      .done(next);
    await environment.settle();
    expect(next).toHaveBeenCalledOnce();
    expect(environment.warnings[0]?.message).toContain('Clumsy');
  });
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
