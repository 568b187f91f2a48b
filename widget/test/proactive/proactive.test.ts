import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusPlugin } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { englishLauncher } from '../../src/i18n/english-launcher.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { startProactive } from '../../src/plugins/proactive/index.js';
import { readProactive } from '../../src/plugins/proactive/proactive-options.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

let environment: FakeEnvironment;
let lifetime: AbortController;
beforeEach(() => {
  environment = fakeEnvironment();
  lifetime = new AbortController();
});
afterEach(() => {
  lifetime.abort();
  document.body.replaceChildren();
});

function start(section: unknown) {
  const options = readProactive(section);
  if (!options) throw new Error('off');
  const { bus } = createBus(environment, () => undefined);
  const opened: unknown[] = [];
  const callback = bus.registerPlugin('Callback') as unknown as BusPlugin;
  callback.registerCommand('open', ({ data, deferred }) => {
    opened.push(data);
    callback.publish('opened');
    deferred.resolve();
  });
  callback.ready();
  const translator = createTranslator({ lang: 'en' });
  translator.add(englishLauncher);
  const heard: string[] = [];
  for (const event of ['shown', 'accepted', 'declined']) bus.subscribe(`Proactive.${event}`, ({ name }) => heard.push(name));
  startProactive({
    bus,
    environment,
    translator,
    main: readMainOptions({}),
    position: 'right',
    options,
    signal: lifetime.signal,
    launcher: undefined,
  });
  return { bus, opened, heard, callback };
}
const card = () => document.querySelector('ringback-invitation')?.shadowRoot;
const press = (selector: string) => card()?.querySelector<HTMLButtonElement>(selector)?.click();

describe('reading the option', () => {
  it.each([
    [undefined, undefined],
    [false, undefined],
    ['false', undefined],
    [{}, undefined],
    [{ show: 'panel' }, undefined],
    [{ scrollPercent: 101 }, undefined],
    [true, { afterSeconds: 30, exitIntent: true, show: 'invitation' }],
    [{ afterSeconds: '5' }, { afterSeconds: 5, exitIntent: false }],
    [
      { scrollPercent: 0, show: 'panel' },
      { scrollPercent: 0, show: 'panel' },
    ],
  ])('[WI10] %j', (given, expected) => {
    const read = readProactive(given);
    if (expected) expect(read).toMatchObject(expected);
    else expect(read).toBeUndefined();
  });
});

describe('the invitation', () => {
  it('[LC1] comes after its time, takes no focus, and opens the panel as a proactive one', async () => {
    const { opened, heard } = start({ afterSeconds: 20 });
    await environment.advance(19_999);
    expect(card()).toBeUndefined();
    await environment.advance(1);
    expect(card()?.textContent).toContain('Shall we call you?');
    expect(document.activeElement).toBe(document.body);
    press('.go');
    await environment.settle();
    expect(opened).toEqual([{ proactive: true }]);
    expect(card()).toBeUndefined();
    expect(heard).toEqual(['Proactive.shown', 'Proactive.accepted']);
  });
  it('[WI10] once a visit: a tab that was invited is left alone, and storage is touched only when it is shown', async () => {
    start({ afterSeconds: 1 });
    expect(environment.stored.size).toBe(0);
    await environment.advance(1000);
    expect([...environment.stored]).toEqual([['ringback.invited', '1']]);
    press('.tool');
    expect(card()).toBeUndefined();
    const again = start({ afterSeconds: 1 });
    await environment.advance(60_000);
    expect(again.heard).toEqual([]);
  });
  it.each(['reduced-motion', 'reduced-data'])('[WI7] never for who prefers %s', async (kind) => {
    environment.matching.add(`(prefers-${kind}: reduce)`);
    const { heard } = start({ afterSeconds: 1 });
    await environment.advance(60_000);
    expect(heard).toEqual([]);
    expect(environment.stored.size).toBe(0);
  });
  it.each([
    ['input', ''],
    ['textarea', ''],
    ['div', 'contenteditable'],
  ])('[WI7] never while the visitor types into %s %s, and 2 s after at the earliest', async (tag, attribute) => {
    const field = document.body.appendChild(document.createElement(tag));
    if (attribute) field.setAttribute(attribute, '');
    field.tabIndex = 0;
    field.focus();
    start({ afterSeconds: 1 });
    await environment.advance(60_000);
    expect(card()).toBeUndefined();
    field.blur();
    await environment.advance(1999);
    expect(card()).toBeUndefined();
    await environment.advance(1);
    expect(card()).toBeDefined();
  });
  it('[WI7] going from field to field is still typing', async () => {
    const [one, other] = [document.createElement('input'), document.createElement('input')];
    document.body.append(one, other);
    one.focus();
    start({ afterSeconds: 1 });
    await environment.advance(1000);
    other.focus();
    await environment.advance(60_000);
    expect(card()).toBeUndefined();
  });
  it('[WI10] not once the visitor has opened the panel by himself', async () => {
    const { bus, heard } = start({ afterSeconds: 1, exitIntent: true });
    await bus.command('Callback.open');
    await environment.advance(60_000);
    expect(heard).toEqual([]);
    expect(environment.pendingTimers()).toBe(0);
  });
  it('[WI3] goes when something else opens the panel', async () => {
    const { bus } = start({ afterSeconds: 1 });
    await environment.advance(1000);
    await bus.command('Callback.open');
    expect(card()).toBeUndefined();
  });
  it('[WI10] the pointer leaving at the top, but not to another element or at the side', async () => {
    const { heard } = start({ exitIntent: true });
    const leave = (init: MouseEventInit) => document.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, ...init }));
    leave({ relatedTarget: document.body, clientY: -1 });
    leave({ relatedTarget: null, clientY: 300 });
    expect(heard).toEqual([]);
    leave({ relatedTarget: null, clientY: 0 });
    expect(heard).toEqual(['Proactive.shown']);
    leave({ relatedTarget: null, clientY: 0 });
    expect(heard).toHaveLength(1);
  });
  it('[WI7] show: panel opens it at once and leaves the focus where it is', async () => {
    const { opened, heard } = start({ afterSeconds: 1, show: 'panel' });
    await environment.advance(1000);
    expect(opened).toEqual([{ proactive: true, keepFocus: true }]);
    expect(heard).toEqual(['Proactive.shown']);
    expect(card()).toBeUndefined();
  });
  it.each([500, 1500])('[WI6] goes with the widget, %i ms after its start', async (ms) => {
    start({ afterSeconds: 1 });
    await environment.advance(ms);
    lifetime.abort();
    expect(card()).toBeUndefined();
    await environment.advance(60_000);
    expect(card()).toBeUndefined();
    expect(environment.pendingTimers()).toBe(0);
  });
});
