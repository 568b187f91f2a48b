import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusPlugin } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { englishLauncher } from '../../src/i18n/english-launcher.js';
import { createTranslator, type Messages } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerChannelSelector } from '../../src/plugins/channel-selector/index.js';
import { startProactive } from '../../src/plugins/proactive/index.js';
import { readProactive } from '../../src/plugins/proactive/proactive-options.js';
import { registerSideBar } from '../../src/plugins/side-bar/index.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

/* That every language says all that the English texts say, is languages.test.ts's; here: that nothing is said beside them. */

const sources = import.meta.glob<string>('../../src/**/*.{ts,tsx}', { eager: true, import: 'default', query: '?raw' });
/** For developers: English everywhere. */
const FOR_DEVELOPERS = /\/plugins\/inspector\/|\/testing\//;
/** The button's two words until a language comes for it, and its failure, for which there may be nothing but the loader. */
const LOADER = '../../src/launcher/create-launcher.ts';
const IN_LOADER = ['Loading failed. Please try again.'];

const WORD = /\p{L}{3}/u;
const LITERALS = [
  // <b>Words</b>
  /<\w(?:[^<>]*[^=<>])?>\s*([^<>{}]*\p{L}{3}[^<>{}]*?)\s*<\/\w/gu,
  // aria-label="Words"
  /\s(?:aria-label|aria-description|aria-valuetext|title|placeholder|alt)=["']([^"']*)["']/g,
  // node.textContent = 'Words', setAttribute('aria-label', 'Words')
  /(?:\.(?:textContent|title|ariaLabel|placeholder|innerText)\s*=|setAttribute\('(?:aria-label|title)',)\s*['"`]([^'"`$]*)['"`]/g,
];

describe('the source', () => {
  it('[WI8] has no words for visitors outside of the texts that are translated', () => {
    const found = Object.entries(sources)
      .filter(([file]) => !FOR_DEVELOPERS.test(file))
      .flatMap(([file, source]) =>
        LITERALS.flatMap((pattern) => [...source.matchAll(pattern)].map(([, words = '']) => words.trim()))
          .filter((words) => WORD.test(words) && !(file === LOADER && IN_LOADER.includes(words)))
          .map((words) => `${file}: ${words}`),
      );
    expect(found).toEqual([]);
  });

  it('[WI8] would be caught with such words', () => {
    const bad = `<b>Hello there</b> <p class="x" title="Some words">{text}</p> node.textContent = 'Please wait'; el.setAttribute('aria-label', 'Close')`;
    expect(LITERALS.flatMap((pattern) => [...bad.matchAll(pattern)].map(([, words]) => words))).toEqual([
      'Hello there',
      'Some words',
      'Please wait',
      'Close',
    ]);
  });
});

/** A language in which every text stands in brackets. */
const marked = (texts: Messages): Messages =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? `⟦${value}⟧` : marked(value as Messages)]),
  );
const translator = () => createTranslator({ lang: 'de', translate: marked });

/** Texts and labels in a shadow root that stand in no brackets. */
function unmarked(host: Element | null): string[] {
  const root = host?.shadowRoot;
  if (!root) throw new Error('nothing is shown');
  const texts = [...root.querySelectorAll('*')].flatMap((element) => [
    ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    ...[...element.childNodes].map((node) => (node.nodeType === 3 ? (node.nodeValue ?? '') : '')),
  ]);
  expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(2);
  return texts.filter((text) => WORD.test(text.replace(/⟦[^⟧]*⟧/g, '')));
}

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
const common = () => ({
  environment,
  translator: translator(),
  main: readMainOptions({}),
  position: 'right' as const,
  signal: lifetime.signal,
  launcher: document.createElement('ringback-launcher'),
});

describe('shown in another language', () => {
  const channel = (queue: string, more: Record<string, unknown> = {}) => ({
    clickCommand: 'X.open',
    i18n: 'CallbackTitle',
    ewt: { queue, display: true, availabilityThresholdMin: 60, availabilityThresholdMax: 480 },
    ...more,
  });
  it.each([
    ['one of each state', [channel('now'), channel('one'), channel('some'), channel('full'), channel('unknown')]],
    ['no channel at all', [channel('full', { ewt: { queue: 'full', availabilityThresholdMax: 1, hideChannelWhenThresholdMax: true } })]],
  ])('[WI8] the list of channels, %s, has no word of its own', async (_what, channels) => {
    const { bus } = createBus(environment, () => undefined);
    const stats = bus.registerPlugin('StatsService') as unknown as BusPlugin;
    const ewt = { now: 0, one: 60, some: 300, full: 900, unknown: -1 };
    stats.registerCommand('getStats', ({ deferred }) =>
      deferred.resolve(Object.fromEntries(Object.entries(ewt).map(([queue, seconds]) => [queue, { ewt: seconds }]))),
    );
    stats.ready();
    const plugin = bus.registerPlugin('ChannelSelector') as unknown as BusPlugin;
    registerChannelSelector({ ...common(), plugin: plugin as never, clean: async () => undefined });
    await bus.command('ChannelSelector.configure', { channels });
    plugin.ready();
    await bus.command('ChannelSelector.open');
    await environment.settle();
    expect(unmarked(document.querySelector('ringback-channels'))).toEqual([]);
  });

  it('[WI8] the side bar has no word of its own', async () => {
    const { bus } = createBus(environment, () => undefined);
    const plugin = bus.registerPlugin('SideBar') as unknown as BusPlugin;
    registerSideBar({ ...common(), bus, plugin: plugin as never, common: () => ({}) });
    await bus.command('SideBar.configure', { channels: [{ name: 'ChannelSelector' }, { name: 'Callback' }] });
    plugin.ready();
    expect(unmarked(document.querySelector('ringback-sidebar'))).toEqual([]);
  });

  it('[WI8] the invitation has no word of its own', async () => {
    const { bus } = createBus(environment, () => undefined);
    const options = readProactive({ afterSeconds: 1 });
    if (!options) throw new Error('off');
    const given = common();
    given.translator.add(englishLauncher);
    startProactive({ ...given, bus, options });
    await environment.advance(1000);
    expect(unmarked(document.querySelector('ringback-invitation'))).toEqual([]);
  });
});
