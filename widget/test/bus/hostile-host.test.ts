import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBus } from '../../src/bus/create-bus.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

/* Pages that patch the language after our script has run: old polyfills, analytics, frameworks of another age. */

const restore: (() => void)[] = [];
afterEach(() => {
  for (const undo of restore.splice(0)) undo();
});
function patch<Target extends object>(target: Target, name: keyof Target & string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  restore.push(() => (before ? Object.defineProperty(target, name, before) : delete target[name]));
}

let isLooking = false;
/** Whether the bus is on the stack. Not while looking: reading a stack uses the very functions that are patched. */
function isBusCall(): boolean {
  if (isLooking) return false;
  isLooking = true;
  const stack = String(new Error().stack);
  isLooking = false;
  return /\/src\/bus\//.test(stack);
}

const environment = fakeEnvironment();
const startBus = () => createBus(environment, () => undefined).bus;
let bus = startBus();
beforeEach(() => {
  bus = startBus();
});

async function roundTrip(): Promise<{ result: unknown; heard: unknown[]; done: unknown[] }> {
  const heard: unknown[] = [];
  const done: unknown[] = [];
  const plugin = bus.registerPlugin('P');
  if (!plugin) throw new Error('P is taken');
  plugin.registerEvents(['e']);
  plugin.registerCommand('c', ({ data, deferred }) => deferred.resolve(data));
  bus.before('P.c', (options) => ({ ...(options as object), checked: true }));
  bus.subscribe('P.e', ({ data }) => heard.push(data));
  const running = bus.command('P.c', { a: 1 }).done((value) => done.push(value));
  plugin.ready();
  plugin.republish('e', 'x');
  bus.subscribe('P.e', ({ data }) => heard.push(data));
  const result = await running;
  // A microtask for `done`, which was asked for before this `await`.
  await undefined;
  return { result, heard, done };
}
const whole = { result: { a: 1, checked: true }, heard: ['x', 'x'], done: [{ a: 1, checked: true }] };

describe('a page that patches', () => {
  it('control: nothing', async () => {
    expect(await roundTrip()).toEqual(whole);
  });
  it.each(['forEach', 'map', 'filter', 'some', 'includes', 'flatMap'] as const)(
    '[BU2] Array.prototype.%s, to something that throws: the bus works on',
    async (method) => {
      const original = Array.prototype[method] as (...given: unknown[]) => unknown;
      patch(Array.prototype, method, function (this: unknown[], ...given: unknown[]) {
        if (isBusCall()) throw new Error(`patched ${method}`);
        return original.apply(this, given);
      });
      expect(await roundTrip()).toEqual(whole);
    },
  );
  it('[BU2] Array.prototype with an enumerable extra: nothing iterates over it', async () => {
    patch(Array.prototype, 'last' as never, () => 'surprise');
    expect(await roundTrip()).toEqual(whole);
  });
  it('[BU2] Promise.prototype.then, to one that swallows: done and await still work', async () => {
    const { then } = Promise.prototype;
    patch(Promise.prototype, 'then', function (this: Promise<unknown>, ...given: unknown[]) {
      return isBusCall() ? undefined : then.apply(this, given as never);
    });
    expect(await roundTrip()).toEqual(whole);
  });
  it('[BU2] the global Promise: the bus keeps the one it started with', async () => {
    const refuse = (target: PromiseConstructor, given: unknown[], newTarget: Function) => {
      if (isBusCall()) throw new Error('broken polyfill');
      return Reflect.construct(target, given, newTarget) as object;
    };
    patch(globalThis, 'Promise', new Proxy(Promise, { construct: refuse }));
    expect(await roundTrip()).toEqual(whole);
  });
});
