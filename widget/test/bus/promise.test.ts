import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpBus, type BusUnderTest } from './set-up-bus.js';

let environment: BusUnderTest['environment'];
let bus: BusUnderTest['bus'];
let plugin: BusUnderTest['plugin'];
beforeEach(() => {
  ({ environment, bus, plugin } = setUpBus());
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
