import { afterEach, describe, expect, it, vi } from 'vitest';
import { startCore, type CoreSetup } from './start-core.js';

let core: ReturnType<typeof startCore>;
const start = (setup?: CoreSetup) => (core = startCore(setup));
afterEach(() => core.dispose());

const found = (selector: string) => document.querySelector<HTMLElement>(selector);
const press = (selector: string) => (found(selector) ?? expect.fail(`no ${selector}`)).click();

describe('App', () => {
  it.each(['App', 'Common', 'Overlay', 'Toaster', 'WindowManager'])(
    '[BU1] %s says that it is ready, also to who comes late',
    async (name) => {
      const { bus, environment } = start();
      const ready = vi.fn();
      bus.subscribe(`${name}.ready`, ready);
      await environment.settle();
      expect(ready).toHaveBeenCalledOnce();
    },
  );
  it('[WI9] a theme of the site is its class on whatever is open, and the panel follows', async () => {
    const { bus, container, heard } = start({ main: { theme: 'dark', themes: { sea: 'cx-theme-sea own' } } });
    await bus.command('Toaster.open', { type: 'generic', title: 'T' });
    expect(found('.cx-toaster')?.className).toContain('cx-theme-dark');
    expect(await bus.command('App.setTheme', { theme: 'sea' })).toBe('sea');
    expect(await bus.command('App.getTheme')).toBe('sea');
    expect(found('.cx-toaster')?.classList).toContain('cx-theme-sea');
    expect(found('.cx-toaster')?.classList).not.toContain('cx-theme-dark');
    expect([...container.classList]).toEqual(['cx-theme-sea', 'own']);
    await expect(bus.command('App.setTheme', { theme: 'none' })).rejects.toBe('Invalid theme specified');
    await bus.command('App.setTheme', { theme: 'light' });
    expect(container.className).toBe('');
    expect(heard).toEqual(['Toaster.opened', 'App.theme', 'App.theme']);
  });
  it('[WI9] reTheme dresses a container of the site', async () => {
    const { bus } = start({ main: { theme: 'dark' } });
    const own = document.createElement('div');
    expect(await bus.command('App.reTheme', { html: own })).toBe(own);
    expect(own.className).toBe('cx-theme-dark');
    await expect(bus.command('App.reTheme', { html: '' })).rejects.toBe('No HTML was provided');
  });
  it('[WI8] a language is spoken by what is opened from then on', async () => {
    const { bus, translator } = start();
    const heard: unknown[] = [];
    bus.subscribe('App.i18n', ({ data }) => heard.push(data));
    expect(await bus.command('App.setLanguage', { lang: 'he' })).toBe('he');
    expect([translator.lang, translator.direction]).toEqual(['he', 'rtl']);
    expect(heard).toEqual([{ lang: 'he' }]);
    await expect(bus.command('App.setLanguage', { lang: '' })).rejects.toBe('No language was named');
  });
  it('[BU1] closeAll closes what is open, and says so afterwards', async () => {
    const { bus, heard } = start();
    await bus.command('Toaster.open', { type: 'generic', immutable: false });
    await bus.command('Overlay.open', { html: '<p>x</p>', immutable: true });
    const callback = bus.registerPlugin('Callback');
    const close = vi.fn();
    if (callback) callback.registerCommand('close', ({ deferred }) => deferred.resolve(close()));
    if (callback) callback.ready();
    await bus.command('App.closeAll');
    expect(close).toHaveBeenCalledOnce();
    expect(document.querySelector('.cx-widget')).toBeNull();
    expect(heard.at(-1)).toBe('App.closeAll');
  });
  it('[BU1] request headers are added and taken away for all services', async () => {
    const { bus, options } = start({ main: { header: { a: '1' } } });
    await bus.command('App.updateAJAXHeader', { header: { b: '2' } });
    expect(options.main.headers).toEqual({ a: '1', b: '2' });
    await bus.command('App.removeAJAXHeader');
    expect(options.main.headers).toEqual({});
  });
  it.each(['main', 'themeDemo', 'registerAutoLoad', 'deregisterAutoLoad'])('[BU1] %s is refused with its reason', async (name) => {
    const { bus } = start();
    await expect(bus.command(`App.${name}`)).rejects.toMatch(/\w+ \w+/);
  });
  it('[BU1] says when the page is left', () => {
    const { heard } = start();
    window.dispatchEvent(new Event('pagehide'));
    expect(heard).toEqual(['App.unload']);
  });
});

describe('Overlay', () => {
  it('[BU1] shows a node, takes the focus, gives it back', async () => {
    const { bus, heard } = start();
    const opener = document.body.appendChild(document.createElement('button'));
    opener.focus();
    const node = document.createElement('div');
    const { html } = await bus.command('Overlay.open', { html: node });
    expect(html[0]).toBe(node);
    expect(found('[role=dialog]')?.contains(node)).toBe(true);
    expect(document.activeElement).toBe(found('[role=dialog]'));
    await bus.command('Overlay.close');
    expect(node.isConnected).toBe(false);
    expect(document.activeElement).toBe(opener);
    expect(heard).toEqual(['Overlay.opened', 'Overlay.closed']);
    await expect(bus.command('Overlay.close')).rejects.toBe('Overlay view is already closed');
  });
  it("[BU1] resolves with a jQuery set on the page's own jQuery", async () => {
    const jQuery = vi.fn((node: Node) => ({ 0: node, length: 1, jquery: 'x' }));
    const { bus } = start({ global: { jQuery } });
    expect(await bus.command('Overlay.open', { html: '<p class="own">x</p>' })).toMatchObject({ html: { jquery: 'x' } });
    expect(found('.own')).not.toBeNull();
  });
  it('[BU1] an immutable one keeps others out, and lets its own group in', async () => {
    const { bus } = start();
    await bus.command('Overlay.open', { html: '<p>1</p>', immutable: true, group: 'a' });
    await expect(bus.command('Overlay.open', { html: '<p>2</p>' })).rejects.toBe('Overlay view is currently reserved');
    await expect(bus.command('Overlay.close', { group: 'b' })).rejects.toBe('Overlay view is currently reserved');
    await bus.command('Overlay.open', { html: '<p id="three">3</p>', group: 'a' });
    expect(found('#three')).not.toBeNull();
    await bus.command('Overlay.open', { html: '<p id="four">4</p>' });
    expect(document.querySelectorAll('.cx-overlay')).toHaveLength(1);
  });
  it.each([undefined, '', '  ', {}, null])('[BU1] %j is nothing to show', async (html) => {
    const { bus } = start();
    await expect(bus.command('Overlay.open', { html })).rejects.toMatch(/No content/);
  });
  it('[WI7] Escape and the close button close it, unless it is immutable', async () => {
    const { bus } = start();
    const escape = () => found('[role=dialog]')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await bus.command('Overlay.open', { html: '<p>1</p>', controls: 'close' });
    press('.cx-overlay .cx-button-close');
    expect(found('.cx-overlay')).toBeNull();
    await bus.command('Overlay.open', { html: '<p>1</p>' });
    escape();
    expect(found('.cx-overlay')).toBeNull();
    await bus.command('Overlay.open', { html: '<p>1</p>', immutable: true });
    escape();
    expect(found('.cx-overlay')).not.toBeNull();
  });
  it('[WI6] markup cannot run', async () => {
    const { bus } = start();
    await bus.command('Overlay.open', { html: '<p onclick="alert(1)">x<script>alert(1)</script></p>' });
    expect(found('.cx-overlay-view')?.innerHTML).toBe('<p>x</p>');
  });
});

describe('Toaster', () => {
  const GENERIC = {
    type: 'generic',
    title: 'Need help?',
    body: 'We <b>call</b> you.',
    icon: 'chat',
    controls: 'close',
    buttons: { type: 'binary', primary: 'Submit', secondary: 'No, thanks' },
  };

  it('[BU1] draws a generic toast, its words as words', async () => {
    const { bus } = start();
    await bus.command('Toaster.open', GENERIC);
    const toast = found('.cx-toaster');
    expect(toast?.querySelector('.cx-title')?.textContent).toBe('Need help?');
    expect(toast?.querySelector('.cx-body')?.textContent).toBe('We <b>call</b> you.');
    expect(toast?.querySelector('.cx-icon')?.getAttribute('data-icon')).toBe('chat');
    expect([...(toast?.querySelectorAll('.cx-btn') ?? [])].map(({ textContent }) => textContent)).toEqual(['No, thanks', 'Submit']);
  });
  it('[BU1] tells which button was pressed, and closes by its control', async () => {
    const { bus, heard } = start();
    const selected: unknown[] = [];
    bus.subscribe('Toaster.selected', ({ data }) => selected.push(data.button));
    await bus.command('Toaster.open', GENERIC);
    press('.cx-btn-primary');
    press('.cx-btn-default');
    expect(selected).toEqual(['primary', 'secondary']);
    press('.cx-button-close');
    expect(found('.cx-toaster')).toBeNull();
    expect(heard).toEqual(['Toaster.opened', 'Toaster.closed']);
  });
  it('[BU1] a custom toast is its body: markup or a node', async () => {
    const { bus } = start();
    await bus.command('Toaster.open', { type: 'custom', body: '<div class="cx-widget own">x</div>' });
    expect(found('.cx-toaster > .own')?.textContent).toBe('x');
    await bus.command('Toaster.close');
    const node = document.createElement('b');
    await bus.command('Toaster.open', { type: 'custom', body: node });
    expect(node.isConnected).toBe(true);
  });
  it('[BU1] refuses in the words of the vendor', async () => {
    const { bus } = start();
    await expect(bus.command('Toaster.open', {} as never)).rejects.toBe('No content was provided. Toaster has ignored your command');
    await expect(bus.command('Toaster.close')).rejects.toBe('Toaster view is already closed');
    const owner = bus.registerPlugin('Owner');
    if (!owner) throw new Error('taken');
    await owner.command('Toaster.open', { type: 'generic', immutable: true });
    await expect(bus.command('Toaster.open', { type: 'generic' })).rejects.toBe('Toaster view is currently reserved');
    await expect(bus.command('Toaster.close')).rejects.toBe('Toaster view is currently reserved');
    await owner.command('Toaster.close');
    expect(found('.cx-toaster')).toBeNull();
  });
});

describe('WindowManager', () => {
  it('[BU1] puts windows and side buttons in their rows, and tells when the rows change', async () => {
    const { bus, environment } = start();
    const changes: unknown[] = [];
    bus.subscribe('WindowManager.changed', ({ data }) => changes.push(data));
    const { html } = await bus.command('WindowManager.registerDockView', { html: '<div class="own">w</div>' });
    await bus.command('WindowManager.registerSideButton', { html: document.createElement('button') });
    expect(found('.cx-window-manager .cx-dock-views > .own')).toBe(html[0]);
    expect(found('.cx-side-buttons > button')).not.toBeNull();
    (html[0] as Element).remove();
    await environment.settle();
    expect(changes.at(-1)).toEqual({ dockViews: 0, sideButtons: 1 });
    await expect(bus.command('WindowManager.registerDockView', { html: '' })).rejects.toMatch(/No content/);
  });
});
