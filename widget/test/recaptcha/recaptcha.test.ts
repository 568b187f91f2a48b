import type { CaptchaOffer, CaptchaProvider } from '@ringback/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerRecaptcha } from '../../src/plugins/recaptcha/index.js';
import type { CaptchaView } from '../../src/plugins/recaptcha/protocol.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { OPEN } from '../gallery/states.js';
import { fakeGrecaptcha } from './fake-grecaptcha.js';

const SCRIPT = 'https://www.google.com/recaptcha/api.js';
const offerOf = (provider: CaptchaProvider, more: Partial<CaptchaOffer> = {}): CaptchaOffer => ({
  provider,
  siteKey: 'site-key',
  scriptUrl: SCRIPT,
  ...more,
});
const BOX = offerOf('recaptcha-v2-checkbox');
const QUIET = offerOf('recaptcha-v2-invisible');
const SCORE = offerOf('recaptcha-v3', { action: 'call_me' });

let environment: FakeEnvironment;
let container: HTMLElement;
let lifetime: AbortController;
beforeEach(() => {
  environment = fakeEnvironment();
  lifetime = new AbortController();
  container = document.createElement('ringback-panel');
  document.body.append(container);
  // This document would try to load them, and fail.
  const append = document.head.append.bind(document.head);
  vi.spyOn(document.head, 'append').mockImplementation((...nodes) => {
    for (const node of nodes as HTMLScriptElement[]) {
      node.dataset['src'] = node.src;
      node.removeAttribute('src');
    }
    append(...nodes);
  });
});
afterEach(() => {
  lifetime.abort();
  vi.restoreAllMocks();
  container.remove();
  delete (globalThis as Record<string, unknown>)['grecaptcha'];
  document.querySelectorAll('script').forEach((script) => script.remove());
});

interface Setup {
  readonly offers?: CaptchaOffer;
  readonly section?: Record<string, unknown>;
  readonly theme?: string;
  readonly lang?: string;
  /** The page has a reCAPTCHA of its own. */
  readonly isThere?: boolean;
}

function start({ offers, section, theme, lang = 'en', isThere = false }: Setup = {}) {
  const { bus } = createBus(environment, () => undefined);
  const provider = fakeGrecaptcha();
  const plugin = bus.registerPlugin('Recaptcha');
  const service = bus.registerPlugin('CallbackService');
  if (!plugin || !service) throw new Error('taken');
  let questions = 0;
  service.registerCommand('offers', ({ deferred }) => {
    questions += 1;
    deferred.resolve({ ...OPEN, ...(offers && { captcha: offers }) });
  });
  if (isThere) environment.global['grecaptcha'] = provider.grecaptcha;
  registerRecaptcha({
    plugin,
    environment,
    translator: createTranslator({ lang }),
    options: { main: readMainOptions({ theme }), callback: {} as never, timeFormat: undefined, position: 'right' },
    host: { container, signal: lifetime.signal },
  });
  for (const { ready } of [plugin, service]) ready();
  if (section) void bus.command('Recaptcha.configure', section);
  const seen: CaptchaView[] = [];
  bus.subscribe('Recaptcha.changed', ({ data }) => void seen.push(data));
  return { bus, provider, seen, questions: () => questions, states: () => seen.map(({ state }) => state.at) };
}
type Started = ReturnType<typeof start>;

const scripts = (): HTMLScriptElement[] => [...document.querySelectorAll<HTMLScriptElement>('script[data-src]')];
/** The provider's script arrives. */
async function arrive({ provider }: Started): Promise<void> {
  await environment.settle();
  environment.global['grecaptcha'] = provider.grecaptcha;
  scripts().at(-1)?.dispatchEvent(new Event('load'));
  await environment.settle();
}
const reasonOf = async (promise: PromiseLike<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe('nothing before it is needed', () => {
  it.each([
    [BOX, {}, 1],
    [QUIET, {}, 0],
    [SCORE, {}, 0],
    [BOX, { load: 'input' }, 0],
    [SCORE, { load: 'open' }, 1],
  ] as const)('[WI10] [CA4] the script at opening: %o, %o', async (offer, section, expected) => {
    const captcha = start({ section });
    void captcha.bus.command('Recaptcha.prepare', { offer });
    await environment.settle();
    expect(scripts()).toHaveLength(expected);
    void captcha.bus.command('Recaptcha.prepare', { offer, isBegun: true });
    await environment.settle();
    expect(scripts()).toHaveLength(1);
  });

  it('[CA2] comes from the address that the server names, in the language of the panel, once', async () => {
    const captcha = start({ lang: 'he' });
    const offer = { ...BOX, scriptUrl: 'https://www.recaptcha.net/recaptcha/api.js' };
    void captcha.bus.command('Recaptcha.prepare', { offer });
    void captcha.bus.command('Recaptcha.prepare', { offer });
    await arrive(captcha);
    expect(scripts().map(({ dataset }) => dataset['src'])).toEqual([`${offer.scriptUrl}?render=explicit&hl=iw&trustedtypes=true`]);
    expect(captcha.provider.drawn).toHaveLength(1);
  });

  it("[CA4] a page's own reCAPTCHA is used, and stays when the widget goes", async () => {
    const captcha = start({ isThere: true });
    await captcha.bus.command('Recaptcha.prepare', { offer: BOX });
    expect([scripts().length, captcha.provider.drawn.length]).toEqual([0, 1]);
    lifetime.abort();
    expect(environment.global['grecaptcha']).toBe(captcha.provider.grecaptcha);
    expect(container.childElementCount).toBe(0);
  });

  it('[CA4] asks the server what is asked for when nobody says it, and says so when nothing is', async () => {
    const without = start();
    expect(await reasonOf(without.bus.command('Recaptcha.token'))).toMatchObject({ reason: 'not-configured', isShown: false });
    const captcha = start({ offers: BOX });
    const token = captcha.bus.command('Recaptcha.token');
    await arrive(captcha);
    expect(await reasonOf(token)).toMatchObject({ reason: 'unsolved' });
    await reasonOf(captcha.bus.command('Recaptcha.token'));
    expect(captcha.questions()).toBe(1);
  });

  it('[CA2] [WI1] keys of the section go before the server, for sites whose server tells nothing; nonsense counts as absent', async () => {
    const captcha = start({ section: { provider: 'recaptcha-v2-checkbox', siteKey: 'mine', badge: 'sideways' } });
    void captcha.bus.command('Recaptcha.prepare');
    await arrive(captcha);
    expect(captcha.provider.last().parameters.sitekey).toBe('mine');
    expect([scripts()[0]?.dataset['src']?.startsWith(SCRIPT), captcha.questions()]).toEqual([true, 0]);
  });
});

describe('the checkbox', () => {
  async function drawn(setup: Setup = {}): Promise<Started> {
    const captcha = start(setup);
    void captcha.bus.command('Recaptcha.prepare', { offer: BOX });
    await arrive(captcha);
    return captcha;
  }
  const token = ({ bus }: Started, use?: string) => bus.command('Recaptcha.token', { offer: BOX, ...(use && { use }) });

  it("[pain 15] is drawn in the page's own tree, in the panel's slot, below the provider's pictures", async () => {
    const { provider } = await drawn();
    const { place } = provider.last();
    expect(place.getRootNode()).toBe(document);
    expect(place.closest('[slot=captcha]')?.parentElement).toBe(container);
    expect(container.style.getPropertyValue('--rb-z')).toBe('1999999999');
    lifetime.abort();
    expect([container.childElementCount, container.style.getPropertyValue('--rb-z')]).toEqual([0, '']);
  });

  it.each([
    ['dark', undefined, 'dark'],
    ['light', undefined, 'light'],
    ['auto', undefined, 'dark'],
    ['light', 'dark', 'dark'],
  ] as const)('[WI9] follows the theme %s, unless its own says %s', async (theme, own, expected) => {
    environment.matching.add('(prefers-color-scheme: dark)');
    const { provider } = await drawn({ theme, section: { ...(own && { theme: own }) } });
    expect(provider.last().parameters.theme).toBe(expected);
  });

  it('[CA4] gives its token once it is ticked, the same one for the same request, until it is spent', async () => {
    const captcha = await drawn();
    expect(await reasonOf(token(captcha))).toEqual({
      reason: 'unsolved',
      message: 'Please tick the box, then confirm again.',
      isShown: true,
    });
    expect(captcha.seen.at(-1)).toEqual({ provider: BOX.provider, state: { at: 'refused', reason: 'unsolved' }, terms: false });
    captcha.provider.solve('t-1');
    expect(await token(captcha, 'key-1')).toEqual({ token: 't-1', provider: BOX.provider, isRepeated: false });
    captcha.provider.expire();
    expect(captcha.states().at(-1)).toBe('solved');
    expect(await token(captcha, 'key-1')).toEqual({ token: 't-1', provider: BOX.provider, isRepeated: true });
    captcha.provider.solve('t-2');
    expect(await token(captcha, 'key-1')).toMatchObject({ token: 't-2', isRepeated: false });
    await captcha.bus.command('Recaptcha.reset');
    expect(captcha.provider.last().resets).toBe(1);
    expect(await reasonOf(token(captcha, 'key-1'))).toMatchObject({ reason: 'unsolved' });
  });

  it('[CA4] a token is not kept for another request, nor longer than the server remembers it', async () => {
    const captcha = await drawn();
    captcha.provider.solve('t-1');
    await token(captcha, 'key-1');
    captcha.provider.expire();
    expect(await reasonOf(token(captcha, 'key-2'))).toMatchObject({ reason: 'unsolved' });
    captcha.provider.solve('t-2');
    await token(captcha, 'key-3');
    captcha.provider.expire();
    await environment.advance(539_999);
    expect(await token(captcha, 'key-3')).toMatchObject({ isRepeated: true });
    await environment.advance(1);
    expect(await reasonOf(token(captcha, 'key-3'))).toMatchObject({ reason: 'unsolved' });
  });

  it('[CA4] an expired or lost check is told, and another tick puts it right', async () => {
    const captcha = await drawn();
    captcha.provider.solve('t-1');
    captcha.provider.expire();
    expect(captcha.states().at(-1)).toBe('expired');
    captcha.provider.lose();
    expect(captcha.seen.at(-1)?.state).toEqual({ at: 'refused', reason: 'unreachable' });
    expect(await reasonOf(token(captcha))).toMatchObject({ reason: 'unreachable' });
    captcha.provider.solve('t-2');
    expect(await token(captcha)).toMatchObject({ token: 't-2' });
  });

  it('[CA4] goes to another place when it is asked for there', async () => {
    const captcha = await drawn();
    const other = document.createElement('div');
    document.body.append(other);
    await captcha.bus.command('Recaptcha.prepare', { offer: BOX, container: other });
    expect([container.childElementCount, other.childElementCount, captcha.provider.drawn.length]).toEqual([0, 1, 2]);
    captcha.provider.drawn[0]?.parameters.callback('from the place that was left');
    expect(captcha.states().at(-1)).toBe('waiting');
    other.remove();
  });

  it.each(['error', 'silence', 'half'] as const)('[CA4] a script that ends in %s is told, and asked for anew', async (how) => {
    const captcha = start();
    const prepared = reasonOf(captcha.bus.command('Recaptcha.prepare', { offer: BOX }));
    await environment.settle();
    if (how === 'error') scripts()[0]?.dispatchEvent(new Event('error'));
    if (how === 'half') {
      environment.global['grecaptcha'] = { ready: () => undefined };
      scripts()[0]?.dispatchEvent(new Event('load'));
    }
    if (how !== 'error') await environment.advance(15_000);
    expect(await prepared).toMatchObject({ reason: 'unreachable' });
    expect(captcha.seen.at(-1)?.state).toEqual({ at: 'refused', reason: 'unreachable' });
    expect(environment.warnings).toHaveLength(1);
    expect([scripts().length, environment.pendingTimers()]).toEqual([0, 0]);
    const again = captcha.bus.command('Recaptcha.prepare');
    await environment.settle();
    expect(scripts()).toHaveLength(1);
    await arrive(captcha);
    await again;
    expect(captcha.states().at(-1)).toBe('waiting');
  });
});

describe('the invisible one', () => {
  const token = ({ bus }: Started) => bus.command('Recaptcha.token', { offer: QUIET, use: 'key-1' });

  it('[CA4] is asked with the request, hides its badge for the terms, and is made new for the next', async () => {
    const captcha = start({ isThere: true });
    const first = token(captcha);
    await environment.settle();
    expect(captcha.seen.at(-1)?.terms).toBe(true);
    expect(captcha.provider.last().parameters).toMatchObject({ size: 'invisible', badge: 'inline' });
    expect(captcha.provider.last().place.parentElement?.style.visibility).toBe('hidden');
    captcha.provider.solve('t-1');
    expect(await first).toMatchObject({ token: 't-1', isRepeated: false });
    expect(await token(captcha)).toMatchObject({ token: 't-1', isRepeated: true });
    await captcha.bus.command('Recaptcha.reset');
    const second = token(captcha);
    await environment.settle();
    captcha.provider.solve('t-2');
    expect(await second).toMatchObject({ token: 't-2' });
    expect(environment.pendingTimers()).toBe(1);
  });

  it("[CA4] shows the provider's badge, and no terms, where the site says so", async () => {
    const captcha = start({ isThere: true, section: { badge: 'bottomleft' } });
    void token(captcha);
    await environment.settle();
    expect(captcha.provider.last().parameters.badge).toBe('bottomleft');
    expect(captcha.seen.at(-1)?.terms).toBe(false);
  });

  it('[CA4] a provider that loses its network, or a challenge left open for five minutes, ends the request', async () => {
    const captcha = start({ isThere: true });
    const lost = reasonOf(token(captcha));
    await environment.settle();
    captcha.provider.lose();
    expect(await lost).toMatchObject({ reason: 'unreachable', isShown: false });
    const left = reasonOf(token(captcha));
    await environment.advance(300_000);
    expect(await left).toMatchObject({ reason: 'dismissed' });
    expect(environment.pendingTimers()).toBe(0);
  });
});

describe('version 3, by the library', () => {
  // The library knows the page only by its globals.
  beforeEach(() => {
    environment = fakeEnvironment({ global: globalThis as unknown as Record<string, unknown> });
  });
  // The first of them reads the library.
  const isExecuted = ({ provider }: Started, times: number): Promise<void> =>
    vi.waitFor(() => expect(provider.executed).toHaveLength(times), { timeout: 20_000, interval: 10 });
  const token = ({ bus }: Started, action?: string) => bus.command('Recaptcha.token', { offer: SCORE, ...(action && { action }) });

  it.each([
    [undefined, 'call_me'],
    ['other', 'other'],
  ])('[CA4] executes with the action of the key set, unless the caller names one (%s)', async (given, expected) => {
    const captcha = start({ isThere: true });
    const asked = token(captcha, given);
    await isExecuted(captcha, 1);
    expect(captcha.provider.executed[0]).toMatchObject({ widget: 0, action: expected });
    expect(captcha.provider.last().parameters).toMatchObject({ sitekey: 'site-key', size: 'invisible', badge: 'inline' });
    captcha.provider.executed[0]?.resolve('t-1');
    expect(await asked).toEqual({ token: 't-1', provider: 'recaptcha-v3', isRepeated: false });
    const next = token(captcha, given);
    await isExecuted(captcha, 2);
    captcha.provider.executed[1]?.resolve('t-2');
    expect(await next).toMatchObject({ token: 't-2' });
    expect(captcha.provider.drawn).toHaveLength(1);
    expect(Object.keys(globalThis)).not.toContain('ringbackRecaptchaLoaded');
  });

  it.each(['error', 'silence'] as const)('[CA4] a provider that ends in %s gives no token, and may be asked again', async (how) => {
    const captcha = start({ isThere: true });
    const asked = reasonOf(token(captcha));
    await isExecuted(captcha, 1);
    if (how === 'error') captcha.provider.executed[0]?.reject(new Error('no network'));
    else await environment.advance(20_000);
    expect(await asked).toMatchObject({ reason: 'failed', isShown: false });
    const again = token(captcha);
    await isExecuted(captcha, 2);
    captcha.provider.executed[1]?.resolve('t-2');
    expect(await again).toMatchObject({ token: 't-2' });
  });
});
