import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BusPlugin } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerSideBar } from '../../src/plugins/side-bar/index.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

let environment: FakeEnvironment;
let lifetime: AbortController;
let launcher: HTMLElement;
beforeEach(() => {
  environment = fakeEnvironment();
  lifetime = new AbortController();
  launcher = document.documentElement.appendChild(document.createElement('ringback-launcher'));
});
afterEach(() => {
  lifetime.abort();
  launcher.remove();
});

const COMMON = { Generate: {} };
async function start(section: Record<string, unknown>) {
  const { bus } = createBus(environment, () => undefined);
  const plugin = bus.registerPlugin('SideBar');
  if (!plugin) throw new Error('taken');
  registerSideBar({
    bus,
    plugin,
    environment,
    translator: createTranslator({ lang: 'en', overrides: [{ custom: { Shop: 'Our shops' } }] }),
    main: readMainOptions({}),
    position: 'right',
    signal: lifetime.signal,
    launcher,
    common: () => COMMON,
  });
  await bus.command('SideBar.configure', section);
  plugin.ready();
  return bus;
}
const host = () => document.querySelector('ringback-sidebar');
const bar = () => host()?.shadowRoot?.querySelector<HTMLElement>('nav');
const buttons = () => [...(host()?.shadowRoot?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
const named = (name: string, bus: ReturnType<typeof createBus>['bus']) => bus.registerPlugin(name) as unknown as BusPlugin;

describe('SideBar', () => {
  it('[BU1] stands there from the start, in place of the button, with built-in names', async () => {
    await start({ channels: [{ name: 'ChannelSelector' }, { name: 'Callback' }] });
    expect(buttons().map((button) => [button.getAttribute('aria-label'), button.title])).toEqual([
      ['Talk to us', 'Choose how you would like to reach us'],
      ['Callback', 'Receive a Call'],
    ]);
    expect(launcher.isConnected).toBe(false);
    expect(bar()?.className).toBe('bar expands');
    expect(bar()?.getAttribute('aria-label')).toBe('Ways to reach us');
  });
  it('[BU1] showOnStartup: false waits for open', async () => {
    const bus = await start({ showOnStartup: 'false' });
    expect(host()).toBeNull();
    const opened = vi.fn();
    bus.subscribe('SideBar.opened', opened);
    await bus.command('SideBar.open');
    await expect(bus.command('SideBar.open')).rejects.toBe('already opened');
    expect(opened).toHaveBeenCalledOnce();
    await bus.command('SideBar.close');
    await expect(bus.command('SideBar.close')).rejects.toBe('already closed');
    expect(launcher.isConnected).toBe(true);
  });
  it('[BU1] position, expandOnHover, own names and titles', async () => {
    await start({
      position: 'left',
      expandOnHover: false,
      channels: [{ name: 'Shop', clickCommand: 'Shop.open', displayName: '@i18n:custom.Shop' }],
    });
    expect(host()?.shadowRoot?.querySelector('.rb')?.className).toContain('left');
    expect(bar()?.className).toBe('bar');
    expect(buttons()[0]?.textContent).toBe('Our shops');
  });
  it("[BU1] onClick gets the vendor's three, and goes before a command", async () => {
    const onClick = vi.fn();
    const jQuery = () => {};
    Object.assign(environment.global, { jQuery });
    const bus = await start({ channels: [{ name: 'Own', displayName: 'Own', onClick, clickCommand: 'Nobody.open' }] });
    buttons()[0]?.click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith(jQuery, bus, COMMON);
  });
  it('[BU2] an onClick that throws, and a command that is refused, are told by name', async () => {
    const onClick = () => {
      throw new Error('boom');
    };
    await start({
      channels: [
        { name: 'Bad', onClick, displayName: 'Bad' },
        { name: 'Worse', clickCommand: 'Nobody.open', displayName: 'Worse' },
      ],
    });
    for (const button of buttons()) button.click();
    await environment.settle();
    expect(environment.warnings.map(({ message }) => message)).toEqual(['SideBar: Bad failed', 'SideBar: Worse failed']);
  });
  it('[BU1] a command runs with its options', async () => {
    const bus = await start({ channels: [{ name: 'X', displayName: 'X', clickCommand: 'X.open', clickOptions: { a: 1 } }] });
    const seen = vi.fn();
    const x = named('X', bus);
    x.registerCommand('open', ({ data, deferred }) => deferred.resolve(seen(data) as never));
    x.ready();
    buttons()[0]?.click();
    await environment.settle();
    expect(seen).toHaveBeenCalledExactlyOnceWith({ a: 1 });
  });
  it('[BU1] a readyEvent of others is waited for; one of ours comes when it is asked for', async () => {
    const bus = await start({
      channels: [
        { name: 'Late', displayName: 'Late', clickCommand: 'Late.open', readyEvent: 'Late.ready' },
        { name: 'Callback', readyEvent: 'Callback.ready' },
      ],
    });
    expect(buttons().map((button) => button.getAttribute('aria-disabled'))).toEqual(['true', null]);
    const late = named('Late', bus);
    late.republish('ready');
    await environment.settle();
    expect(buttons()[0]?.hasAttribute('aria-disabled')).toBe(false);
  });
  it.each(['Callback', 'ChannelSelector'])('[BU1] steps aside while %s is open', async (name) => {
    const bus = await start({});
    const other = named(name, bus);
    other.publish('opened');
    expect(bar()?.hidden).toBe(true);
    other.publish('closed');
    expect(bar()?.hidden).toBe(false);
  });
  it('[WI6] goes with the widget, and leaves the button away', async () => {
    await start({});
    lifetime.abort();
    expect(host()).toBeNull();
    expect(launcher.isConnected).toBe(false);
  });
});
