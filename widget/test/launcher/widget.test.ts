import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bus, BusPlugin } from '../../src/bus/bus-types.js';
import { createWidget, type Widget } from '../../src/create-widget.js';
import { installOnPage } from '../../src/install-on-page.js';
import type { PanelChunk, PanelModule, VendorPage } from '../../src/load-panel.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { eventually } from '../eventually.js';

/* The whole way from script tag to panel; only the panel itself is played. */

const order: string[] = [];
let configured: Record<string, unknown> = {};
const destroyed = vi.fn();

vi.mock('../../src/panel-entry.js', () => {
  const registerPanel: PanelModule['registerPanel'] = ({ bus, start }) => {
    for (const name of ['CallbackService', 'Calendar', 'Callback'] as const) {
      const plugin = bus.registerPlugin(name) as unknown as BusPlugin;
      plugin.registerCommand('configure', ({ data, deferred }) => {
        order.push(`${name}.configure`);
        configured[name] = data;
        deferred.resolve();
      });
      if (name === 'Callback') {
        plugin.registerCommand('open', ({ deferred }) => {
          plugin.publish('opened');
          deferred.resolve();
        });
        plugin.registerCommand('close', ({ deferred }) => {
          plugin.publish('closed');
          deferred.resolve();
        });
      }
      start(plugin, name === 'Calendar' ? 'calendar' : 'callback');
    }
    return { destroy: destroyed };
  };
  return { registerPanel };
});

let environment: FakeEnvironment;
let installed: Widget[];
const SCRIPT = { src: 'https://cdn.example.com/widget/ringback.js', dataset: {} };

beforeEach(() => {
  order.length = 0;
  configured = {};
  destroyed.mockClear();
  installed = [];
  environment = fakeEnvironment({ onImport: () => import('../../src/load-panel-start.js') });
});
afterEach(() => {
  for (const widget of installed) widget.destroy();
  document.documentElement.querySelectorAll('ringback-launcher, ringback-panel').forEach((node) => node.remove());
  document.body.replaceChildren();
});

function install(page: Record<string, unknown> = {}, script = SCRIPT): Bus {
  Object.assign(environment.global, page);
  const widget = installOnPage(environment, script, 'panel-x.mjs');
  if (!widget) throw new Error('nothing installed');
  installed.push(widget);
  return widget.bus;
}
const launcher = () => document.querySelector<HTMLElement>('ringback-launcher');
const button = () => launcher()?.shadowRoot?.querySelector('button') ?? expect.fail('no button');
/** Long enough for a dynamic import in the test's own module runner. */
const settled = () => eventually(() => expect(order).toContain('Callback.configure'));

describe('the script', () => {
  it('[BU1] window.CXBus is there and able at once, before any option', async () => {
    const bus = install();
    expect(environment.global.CXBus).toBe(bus);
    const plugin = bus.registerPlugin('Host');
    if (!plugin) throw new Error('taken');
    plugin.registerCommand('c', ({ deferred }) => deferred.resolve('ok'));
    plugin.ready();
    expect(await bus.command('Host.c')).toBe('ok');
    expect(launcher()).toBeNull();
  });
  it('[WI6] twice is as once, with a warning', () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    expect(installOnPage(environment, SCRIPT, 'panel-x.mjs')).toBeUndefined();
    expect(environment.global.CXBus).toBe(bus);
    expect(environment.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('CXBus is taken')]);
    expect(document.querySelectorAll('ringback-launcher')).toHaveLength(1);
  });
  it("[WI1] data attributes are options; they win over the global, which wins over the vendor's", async () => {
    const bus = install(
      {
        _genesys: { widgets: { callback: { apikey: 'vendor', countryCodes: false } } },
        ringback: { apiKey: 'global', serviceName: 'Sales_VQ' },
      },
      { ...SCRIPT, dataset: { service: 'unused', serviceName: 'Support_VQ', label: 'Call me', position: 'left' } } as never,
    );
    expect(button().textContent).toBe('Call me');
    expect(button().parentElement?.className).toContain('left');
    await bus.command('Callback.open');
    expect(configured.CallbackService).toEqual({ apikey: 'global', serviceName: 'Support_VQ', countryCodes: false });
  });
  it('[WI10] fetches the panel from beside the script, once the page is idle, and starts nothing', async () => {
    const fetched = vi.spyOn(environment, 'onImport');
    install({ ringback: { apiKey: 'k' } });
    await environment.settle();
    expect(fetched).not.toHaveBeenCalled();
    await environment.becomeIdle();
    expect(fetched).toHaveBeenCalledExactlyOnceWith('https://cdn.example.com/widget/panel-x.mjs');
    expect(document.querySelector('ringback-panel')).toBeNull();
    expect(environment.stored.size + environment.requests.length).toBe(0);
  });
  it('[WI10] in the idle moment behind it the panel starts, unseen: nothing is asked, stored, or waited for by the page', async () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    await environment.becomeIdle();
    expect(bus.registry()).not.toHaveProperty('Callback');
    await environment.becomeIdle();
    await settled();
    expect(launcher()?.style.display).toBe('');
    expect(environment.stored.size + environment.requests.length).toBe(0);
  });
  it.each<[string, Record<string, unknown>, boolean]>([
    ['the visitor saves data', { apiKey: 'k' }, true],
    ['the page has no button', { apiKey: 'k', launcher: false }, false],
  ])('[WI10] ... but not where %s', async (_, ringback, savesData) => {
    environment.savesData = () => savesData;
    const bus = install({ ringback });
    for (let i = 0; i < 3; i++) await environment.becomeIdle();
    expect(bus.registry()).not.toHaveProperty('Callback');
    await bus.command('Callback.open');
  });
  it.each(['pointerenter', 'focus'])('[WI10] ... or on %s', (type) => {
    const fetched = vi.spyOn(environment, 'onImport');
    install({ ringback: { apiKey: 'k' } });
    button().dispatchEvent(new Event(type));
    expect(fetched).toHaveBeenCalledOnce();
  });
  it('[BU1] a command to the panel loads it; early subscriptions and interceptors count', async () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    const heard: string[] = [];
    bus.subscribe('Callback.ready', ({ name }) => heard.push(name));
    bus.subscribe('Callback.opened', ({ name }) => heard.push(name));
    bus.before('CallbackService.configure', (options) => ({ ...options, dataURL: 'https://own.example' }));
    await bus.command('Callback.open');
    expect(heard).toEqual(['Callback.ready', 'Callback.opened']);
    expect(configured.CallbackService).toMatchObject({ dataURL: 'https://own.example' });
  });
  it('[BU1] who waits for `ready` without a command gets it when the page is idle', async () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    const ready = vi.fn();
    bus.subscribe('Callback.ready', ready);
    await environment.becomeIdle();
    await eventually(() => expect(ready).toHaveBeenCalledOnce());
  });
  it('[BU2] an unknown plugin is refused by name, without fetching anything', async () => {
    const fetched = vi.spyOn(environment, 'onImport');
    const bus = install({ ringback: { apiKey: 'k' } });
    await expect(bus.command('Webchat.open')).rejects.toThrow('No plugin "Webchat"');
    expect(fetched).not.toHaveBeenCalled();
  });
});

describe('plugins that come when asked for', () => {
  it.each(['before', 'after'])('[BU1] a command to Toaster loads it %s the panel has started', async (when) => {
    const bus = install({ ringback: { apiKey: 'k' } });
    if (when === 'after') await bus.command('Callback.open');
    await bus.command('Toaster.open', { type: 'generic', title: 'Hello' });
    expect(document.querySelector('.cx-toaster')?.textContent).toContain('Hello');
  });
  it('[BU1] loadPlugin takes their names in lower case', async () => {
    const bus = install({ _genesys: { widgets: { callback: {} } } });
    await bus.loadPlugin('windowmanager');
    expect(bus.registry()).toHaveProperty('WindowManager');
    await bus.loadPlugin('calendar');
  });
  it("[BU1] the vendor's pages have them from the start, and `_genesys.widgets.common`", async () => {
    const widgets: VendorPage = { callback: {} };
    const bus = install({ _genesys: { widgets } });
    await environment.becomeIdle();
    await eventually(() => expect(bus.registry()).toHaveProperty('Overlay'));
    expect(widgets.bus).toBe(bus);
    expect(widgets.common).toHaveProperty('Generate.Container');
  });
  it('[BU1] every plugin answers Commands and Events, and writes them to the console', async () => {
    const log = vi.fn();
    const bus = install({ ringback: { apiKey: 'k' }, console: { log } });
    expect(await bus.command('Callback.Commands')).toEqual(['Callback.configure', 'Callback.open', 'Callback.close']);
    expect(await bus.command('Callback.Events')).toContain('Callback.ready');
    expect(log).toHaveBeenCalledTimes(2);
    await expect(bus.command('Callback.nothing')).rejects.toThrow('No command "Callback.nothing"');
  });
  it('[BU2] once started, a name that is nobody is refused, and holds nobody else up', async () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    await bus.command('Callback.open');
    const toast = bus.command('Toaster.open', { type: 'generic' });
    await expect(bus.command('Cobrowse.open')).rejects.toThrow('No plugin "Cobrowse"');
    await toast;
  });
});

describe("the vendor's page", () => {
  const page = (more: Partial<VendorPage> = {}) => ({
    _genesys: { widgets: { callback: { serviceName: 'Support_VQ' }, calendar: {}, ...more } as VendorPage },
  });

  it('[BU1] order: extensions, configure, ready, onReady', async () => {
    const jQuery = () => {};
    const common = { shared: true };
    const widgets = page({
      common,
      extensions: {
        Own: (...given) => {
          const [, bus] = given;
          order.push('extension');
          expect(given).toEqual([jQuery, bus, common]);
          bus.subscribe('Callback.ready', () => order.push('Callback.ready'));
        },
      },
      onReady: (bus) => order.push(bus === widgets._genesys.widgets.bus ? 'onReady' : 'wrong bus'),
    });
    const bus = install({ ...widgets, jQuery });
    await environment.becomeIdle();
    await eventually(() => expect(order).toContain('onReady'));
    expect(order).toEqual([
      'extension',
      'CallbackService.configure',
      'Calendar.configure',
      'Callback.configure',
      'Callback.ready',
      'onReady',
    ]);
    expect(widgets._genesys.widgets.bus).toBe(bus);
  });
  it("[WI1] configure gets the page's own object, so that an interceptor may change it in place", async () => {
    const widgets = page();
    const { callback } = widgets._genesys.widgets;
    const bus = install(widgets);
    bus.before('CallbackService.configure', (options) => {
      Object.assign(widgets._genesys.widgets.callback!, { dataURL: 'https://changed.example' });
      return options;
    });
    await bus.command('Callback.open');
    expect(configured.CallbackService).toBe(callback);
    expect(callback).toMatchObject({ dataURL: 'https://changed.example' });
  });
  it('[BU1] the lazy snippet: options written after loadPlugin, a command from its done', async () => {
    const bus = install();
    bus.configure({ debug: false, pluginsPath: 'https://x.example/plugins/' });
    const opened = vi.fn();
    bus.loadPlugin('widgets-core').done(() => bus.command('Callback.open').done(opened));
    Object.assign(environment.global, page({ launcher: false }));
    await settled();
    await eventually(() => expect(opened).toHaveBeenCalledOnce());
    expect(configured.Callback).toEqual({ serviceName: 'Support_VQ' });
    expect(launcher()).toBeNull();
  });
  it.each(['widgets-core', 'Widgets-Core', 'common'])('[BU1] the core may be asked for again as %s when all is there', async (name) => {
    const bus = install(page());
    await bus.command('Callback.open');
    expect(await bus.loadPlugin(name)).toBeUndefined();
  });
  it('[BU1] a command to the plugin of an extension waits for the extension', async () => {
    const bus = install(
      page({
        extensions: {
          Own: (_, own) => {
            const plugin = own.registerPlugin('Own');
            if (!plugin) return;
            plugin.registerCommand('c', ({ deferred }) => deferred.resolve('own'));
            plugin.ready();
          },
        },
      }),
    );
    expect(await bus.command('Own.c')).toBe('own');
    await expect(bus.command('Nobody.c')).rejects.toThrow();
  });
  it('[BU1] an extension on a page without jQuery gets sets that find and change elements', async () => {
    let found: unknown;
    const bus = install(
      page({ extensions: { Own: ($) => (found = ($ as (wanted: unknown) => { length: number })(document.body).length) } }),
    );
    await bus.command('Callback.open');
    expect(found).toBe(1);
  });
  it('[BU1] an extension that is a file is loaded before onReady', async () => {
    // The test's document loads no scripts: this one is held back, and said to have come.
    const append = vi.spyOn(document.head, 'append').mockImplementation(() => undefined);
    install(page({ extensions: { Filed: 'https://a.example/own.js' }, onReady: () => order.push('onReady') }));
    await environment.becomeIdle();
    await eventually(() => expect(append).toHaveBeenCalledOnce());
    const script = append.mock.calls[0]?.[0] as HTMLScriptElement;
    append.mockRestore();
    await settled();
    await environment.settle();
    expect([script.src, order.includes('onReady')]).toEqual(['https://a.example/own.js', false]);
    script.onload?.(new Event('load'));
    await eventually(() => expect(order).toContain('onReady'));
  });
  it('[BU2] an extension, an interceptor of configure and an onReady that throw are reported by name and stop nobody', async () => {
    const fail = () => {
      throw new Error('boom');
    };
    const good = vi.fn();
    const bus = install(page({ extensions: { Bad: fail, Good: good }, onReady: fail }));
    bus.before('Calendar.configure', fail);
    bus.before('CallbackService.configure', () => false);
    await bus.command('Callback.open');
    await environment.settle();
    expect(good).toHaveBeenCalledOnce();
    const warned = environment.warnings.map(({ message }) => message).join('\n');
    for (const name of ['Extension Bad', 'Calendar.configure', 'CallbackService was not configured', 'onReady'])
      expect(warned).toContain(name);
  });
  it('[WI1] what is wrong with the options is said when the panel starts', async () => {
    const bus = install(page({ calback: {} } as never));
    await bus.command('Callback.open');
    const expected = 'Option "calback" is unknown and ignored; did you mean "callback"?';
    await eventually(() => expect(environment.warnings.map(({ message }) => message)).toContain(expected));
  });
});

describe('the button', () => {
  it.each([false, 'false'])('[WI1] launcher: %j shows none', (off) => {
    install({ ringback: { launcher: off } });
    expect(launcher()).toBeNull();
  });
  it('[WI3] says "Receive a Call", in a shadow root, beside the body', () => {
    install({ ringback: { apiKey: 'k' } });
    expect(button().textContent).toBe('Receive a Call');
    expect(launcher()?.parentElement).toBe(document.documentElement);
  });
  it('[WI3] opens the panel, leaves while it is open, and comes back', async () => {
    const bus = install({ ringback: { apiKey: 'k' } });
    button().click();
    await eventually(() => expect(launcher()?.style.display).toBe('none'));
    await bus.command('Callback.close');
    expect(launcher()?.style.display).toBe('');
  });
  it('[WI7] has the focus when the panel opens, which gives it back there', () => {
    install({ ringback: { apiKey: 'k' } });
    button().click();
    expect(launcher()?.shadowRoot?.activeElement).toBe(button());
  });
  it('[WI3] a panel that could not be fetched is said, and fetched anew from another address by the next press', async () => {
    const asked: string[] = [];
    let isUp = false;
    environment.onImport = (url) => {
      asked.push(url);
      return isUp ? import('../../src/load-panel-start.js') : Promise.reject(new TypeError('Failed to fetch'));
    };
    const bus = install({ ringback: { apiKey: 'k' } });
    button().click();
    const alert = () => launcher()?.shadowRoot?.querySelector('[role=alert]')?.textContent;
    await eventually(() => expect(alert()).toBe('Loading failed. Please try again.'));
    await expect(bus.command('Callback.open')).rejects.toThrow('Failed to fetch');
    isUp = true;
    button().click();
    expect(alert()).toBeUndefined();
    await eventually(() => expect(launcher()?.style.display).toBe('none'));
    expect(new Set(asked).size).toBe(asked.length);
  });
});

describe('destroy', () => {
  const widgetOf = (importPanel: () => Promise<PanelChunk> = () => import('../../src/load-panel-start.js')) => {
    const widget = createWidget({ environment, readConfig: () => ({ apiKey: 'k' }), baseUrl: 'https://a.example', importPanel });
    installed.push(widget);
    widget.start();
    return widget;
  };
  const nodes = () => document.documentElement.querySelectorAll('ringback-launcher, ringback-panel').length;

  it('[WI6] leaves no node, no timer, and commands are refused', async () => {
    const widget = widgetOf();
    await widget.bus.command('Callback.open');
    expect(nodes()).toBe(2);
    widget.destroy();
    expect(nodes()).toBe(0);
    expect(destroyed).toHaveBeenCalledOnce();
    expect(environment.pendingTimers()).toBe(0);
    await expect(widget.bus.command('Callback.open')).rejects.toThrow('No plugin "Callback"');
  });
  it('[WI6] while the panel is on its way: nothing appears afterwards', async () => {
    let arrive: (chunk: PanelChunk) => void = () => expect.fail('nobody waits');
    const widget = widgetOf(() => new Promise((resolve) => (arrive = resolve)));
    const opening = widget.bus.command('Callback.open');
    await environment.settle();
    widget.destroy();
    arrive(await import('../../src/load-panel-start.js'));
    await expect(opening).rejects.toBeDefined();
    expect(nodes()).toBe(0);
  });
  it('[WI6] before it was idle: nothing is fetched', async () => {
    const importPanel = vi.fn(() => Promise.reject(new Error('asked')));
    widgetOf(importPanel).destroy();
    await environment.becomeIdle();
    expect(importPanel).not.toHaveBeenCalled();
  });
  it('[WI6] two widgets on a page know nothing of each other', async () => {
    const one = widgetOf();
    const other = widgetOf();
    await one.bus.command('Callback.open');
    one.destroy();
    expect(nodes()).toBe(1);
    await other.bus.command('Callback.open');
    expect(nodes()).toBe(2);
  });
});
