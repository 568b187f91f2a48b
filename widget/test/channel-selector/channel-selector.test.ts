import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusPlugin } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerChannelSelector } from '../../src/plugins/channel-selector/index.js';
import type { Stats } from '../../src/plugins/stats-service/protocol.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

let environment: FakeEnvironment;
let asked: unknown[];
let stats: Stats | Error;
let lifetime: AbortController;
beforeEach(() => {
  environment = fakeEnvironment();
  asked = [];
  stats = {};
  lifetime = new AbortController();
});
afterEach(() => {
  lifetime.abort();
  document.body.replaceChildren();
});

function owner(bus: ReturnType<typeof createBus>['bus'], name: string): BusPlugin {
  const plugin = bus.registerPlugin(name);
  if (!plugin) throw new Error('taken');
  return plugin as unknown as BusPlugin;
}

const launcher = document.createElement('ringback-launcher');

async function start(section: Record<string, unknown>) {
  const { bus } = createBus(environment, () => undefined);
  const statsService = owner(bus, 'StatsService');
  statsService.registerCommand('getStats', ({ data, deferred }) => {
    asked.push(data);
    if (stats instanceof Error) deferred.reject(stats);
    else deferred.resolve(stats);
  });
  statsService.ready();
  const plugin = owner(bus, 'ChannelSelector');
  registerChannelSelector({
    plugin: plugin as never,
    environment,
    translator: createTranslator({ lang: 'en' }),
    main: readMainOptions({}),
    position: 'right',
    signal: lifetime.signal,
    launcher,
    clean: async (html) => {
      const node = document.createElement('b');
      node.textContent = String(html);
      return node;
    },
  });
  await bus.command('ChannelSelector.configure', section);
  plugin.ready();
  return bus;
}
const root = () => document.querySelector('ringback-channels')?.shadowRoot;
const buttons = () => [...(root()?.querySelectorAll<HTMLButtonElement>('.channel') ?? [])];
const textOf = (node: Element | undefined) => node?.textContent?.replace(/\u00a0/g, '').trim();
const WAIT = { display: true, queue: 'Support_VQ', availabilityThresholdMin: 60, availabilityThresholdMax: 480 };

describe('ChannelSelector', () => {
  it('[BU1] opens once, closes once, says so, and gives the focus back', async () => {
    const opener = document.body.appendChild(document.createElement('button'));
    opener.focus();
    const bus = await start({ channels: [{ clickCommand: 'X.open', displayName: 'X' }] });
    const heard: string[] = [];
    for (const event of ['opened', 'closed']) bus.subscribe(`ChannelSelector.${event}`, ({ name }) => heard.push(name));
    await bus.command('ChannelSelector.open');
    expect(root()?.activeElement).toBe(buttons()[0]);
    await expect(bus.command('ChannelSelector.open')).rejects.toBe('already opened');
    await bus.command('ChannelSelector.close');
    await expect(bus.command('ChannelSelector.close')).rejects.toBe('already closed');
    expect(heard).toEqual(['ChannelSelector.opened', 'ChannelSelector.closed']);
    expect(document.activeElement).toBe(opener);
    expect(document.querySelector('ringback-channels')).toBeNull();
    expect(environment.pendingTimers()).toBe(0);
  });
  it.each(['', 'none'])('[WI3] takes the place of the button, which is shown as before afterwards: %j', async (display) => {
    launcher.style.display = display;
    const bus = await start({});
    await bus.command('ChannelSelector.open');
    expect(launcher.style.display).toBe('none');
    await bus.command('ChannelSelector.close');
    expect(launcher.style.display).toBe(display);
  });
  it('[BU1] Escape and its button close it', async () => {
    const bus = await start({});
    await bus.command('ChannelSelector.open');
    root()
      ?.querySelector('section')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    expect(root()).toBeUndefined();
    await bus.command('ChannelSelector.open');
    root()?.querySelector<HTMLButtonElement>('.tool')?.click();
    expect(root()).toBeUndefined();
  });
  it('[BU1] runs the command with its options, once it is out of the way', async () => {
    const bus = await start({ channels: [{ clickCommand: 'Wizard.openCallback', clickOptions: { step: 2 }, displayName: 'Call' }] });
    const wizard = owner(bus, 'Wizard');
    let seen: unknown;
    wizard.registerCommand('openCallback', ({ data, deferred }) => {
      seen = { data, isListOpen: root() !== undefined };
      deferred.resolve();
    });
    wizard.ready();
    await bus.command('ChannelSelector.open');
    buttons()[0]?.click();
    await environment.settle();
    expect(seen).toEqual({ data: { step: 2 }, isListOpen: false });
  });
  it('[BU2] a command that fails brings the list back, which says so', async () => {
    const bus = await start({ channels: [{ clickCommand: 'Nobody.open', displayName: 'Chat' }] });
    await bus.command('ChannelSelector.open');
    buttons()[0]?.click();
    await environment.settle();
    expect(root()?.querySelector('[role=alert]')?.textContent).toContain("Chat couldn't be opened");
  });
  it('[BU1] a channel with a readyEvent can be chosen once its plugin has said so', async () => {
    const bus = await start({ channels: [{ clickCommand: 'Late.open', readyEvent: 'Late.ready', displayName: 'Late' }] });
    await bus.command('ChannelSelector.open');
    expect(buttons()[0]?.getAttribute('aria-disabled')).toBe('true');
    buttons()[0]?.click();
    expect(root()).toBeDefined();
    const late = owner(bus, 'Late');
    late.ready();
    late.republish('ready');
    await environment.settle();
    expect(buttons()[0]?.hasAttribute('aria-disabled')).toBe(false);
  });
  it('[BU1] asks for all waits in one question, again every ewtRefreshInterval seconds, and never when closed', async () => {
    stats = { Support_VQ: { ewt: 400 }, Sales_VQ: { ewt: 500 } };
    const channels = [
      { clickCommand: 'A.open', displayName: 'A', ewt: WAIT },
      { clickCommand: 'B.open', displayName: 'B', ewt: { ...WAIT, queue: 'Sales_VQ', hideChannelWhenThresholdMax: true } },
      { clickCommand: 'C.open', displayName: 'C' },
    ];
    const bus = await start({ ewtRefreshInterval: '5', channels });
    expect(asked).toEqual([]);
    await bus.command('ChannelSelector.open');
    await environment.settle();
    expect(asked).toEqual([{ group: 'EWT', vqName: ['Support_VQ', 'Sales_VQ'] }]);
    expect(buttons().map(textOf)).toEqual(['AWait time: 7 minutes', 'C']);
    stats = { Support_VQ: { ewt: 30 }, Sales_VQ: { ewt: 60 } };
    await environment.advance(5000);
    expect(buttons().map(textOf)).toEqual(['AAvailable now', 'BWait time: 1 minute', 'C']);
    stats = { Support_VQ: { ewt: 481 } };
    await environment.advance(5000);
    expect(textOf(buttons()[0])).toBe('ANot available right now');
    expect(buttons()[0]?.getAttribute('aria-disabled')).toBe('true');
    await bus.command('ChannelSelector.close');
    await environment.advance(60_000);
    expect(asked).toHaveLength(3);
  });
  it('[BU2] waits that cannot be had keep what was known, and keep asking', async () => {
    stats = { Support_VQ: { ewt: 400 } };
    const bus = await start({ channels: [{ clickCommand: 'A.open', displayName: 'A', ewt: WAIT }] });
    await bus.command('ChannelSelector.open');
    await environment.settle();
    stats = new Error('down');
    await environment.advance(10_000);
    expect(textOf(buttons()[0])).toBe('AWait time: 7 minutes');
    await environment.advance(10_000);
    expect(asked).toHaveLength(3);
  });
  it('[BU1] configure while it is open draws the new channels, and keeps one clock', async () => {
    const bus = await start({ channels: [{ clickCommand: 'A.open', displayName: 'A', ewt: WAIT }] });
    await bus.command('ChannelSelector.open');
    await bus.command('ChannelSelector.configure', { channels: [{ clickCommand: 'B.open', displayName: 'B', html: 'own' }] });
    await environment.settle();
    expect(buttons().map(textOf)).toEqual(['ownB']);
    await environment.advance(60_000);
    expect(asked).toHaveLength(1);
  });
  it('[WI6] goes with the widget', async () => {
    const bus = await start({ channels: [{ clickCommand: 'A.open', displayName: 'A', ewt: WAIT }] });
    await bus.command('ChannelSelector.open');
    await environment.settle();
    lifetime.abort();
    expect(document.querySelector('ringback-channels')).toBeNull();
    expect(environment.pendingTimers()).toBe(0);
  });
});
