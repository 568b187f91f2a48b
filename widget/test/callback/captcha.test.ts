import type { CaptchaOffer } from '@ringback/contract';
import { waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CAPTCHA_TEXTS, captchaText } from '../../src/i18n/captcha-texts.js';
import { createTranslator } from '../../src/i18n/translate.js';
import type { CaptchaError, CaptchaRefusal, CaptchaToken, CaptchaView } from '../../src/plugins/recaptcha/protocol.js';
import { OPEN } from '../gallery/states.js';
import { accepted } from './fake-service.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

const OFFER: CaptchaOffer = { provider: 'recaptcha-v2-checkbox', siteKey: 'k', scriptUrl: 'https://www.google.com/recaptcha/api.js' };
const refusal = (code: number, more: object = {}) => ({ httpStatus: code === 7041 ? 429 : 400, code, message: 'no', corrId: '', ...more });
const error = (reason: CaptchaRefusal, isShown = false): CaptchaError => ({ reason, message: `words for ${reason}`, isShown });

let panel: PanelUnderTest;
// Read once here, so that no test waits for it.
beforeAll(
  () => Promise.all([import('../../src/plugins/callback/views/later.js'), import('../../src/panel/captcha/CaptchaArea.js')]),
  60_000,
);
afterEach(() => panel.dispose());

type Say = CaptchaToken | CaptchaError;

/** The panel of a site with a captcha, whose tokens are in the test's hands. */
async function opened({
  tokens,
  schedule,
  offer = OFFER,
  before,
  ...setup
}: PanelSetup & { tokens: Say[]; schedule: unknown[]; offer?: CaptchaOffer | null; before?: () => Promise<void> }) {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  panel = setUpPanel({
    ...setup,
    answers: {
      offers: async () => {
        await told;
        return { ...OPEN, ...(offer && { captcha: offer }) };
      },
      schedule: () => {
        const next = schedule.shift();
        if (next !== undefined) throw next;
        return accepted();
      },
    },
  });
  const plugin = panel.bus.registerPlugin('Recaptcha');
  if (!plugin) throw new Error('taken');
  const log: string[] = [];
  plugin.registerCommand('prepare', ({ data, deferred }) => {
    log.push(`${data.isBegun ? 'begun' : 'prepare'} ${data.offer?.siteKey ?? 'again'}`);
    deferred.resolve();
  });
  plugin.registerCommand('token', ({ data, deferred }) => {
    log.push(`token for ${data.use}`);
    const next = tokens.shift();
    if (!next) throw new Error('no more tokens were expected');
    if ('token' in next) deferred.resolve(next);
    else deferred.reject(next);
  });
  plugin.registerCommand('reset', ({ deferred }) => {
    log.push('reset');
    deferred.resolve();
  });
  plugin.ready();
  await panel.open({ form: { phonenumber: '+12125550134' } });
  await before?.();
  tell();
  await panel.view.findByText('about 5 min wait');
  if (offer) await waitFor(() => expect(log).toHaveLength(1));
  return { plugin, log, show: (view: CaptchaView) => plugin.republish('changed', view) };
}
const confirm = (): Promise<void> => panel.user.click(panel.view.getByRole('button', { name: 'Confirm' }));
const type = (text: string): Promise<void> => panel.user.type(panel.view.getByLabelText(/First Name/), text);
const booked = () => panel.view.findByRole('heading', { name: "You're booked in!" });
const shown = (): unknown[] => panel.service.scheduled.map(({ captchaToken }) => captchaToken);
const keys = (): unknown[] => panel.service.scheduled.map(({ idempotencyKey }) => idempotencyKey);
const token = (text: string, isRepeated = false): CaptchaToken => ({ token: text, provider: OFFER.provider, isRepeated });

describe('a request of a site with a captcha', () => {
  it('[CA4] [WI10] takes the place once the server tells of it, and shows a token that is spent with the booking', async () => {
    const { log } = await opened({ tokens: [token('t-1')], schedule: [] });
    expect(log).toEqual(['prepare k']);
    await confirm();
    await booked();
    expect(shown()).toEqual(['t-1']);
    expect(log.slice(1)).toEqual(['begun k', `token for ${String(keys()[0])}`, 'reset']);
  });

  it('[CA4] [WI10] hears of the first input', async () => {
    const { log } = await opened({ tokens: [], schedule: [] });
    await type('Hi');
    expect(log).toEqual(['prepare k', 'begun k']);
  });

  it('[CA4] [WI10] hears of an input that came before the server had told of a captcha', async () => {
    const { log } = await opened({ tokens: [], schedule: [], before: () => type('Hi') });
    expect(log).toEqual(['begun k']);
  });

  it('[CA4] sites without one load nothing for it', async () => {
    const { log } = await opened({ tokens: [], schedule: [], offer: null });
    await confirm();
    await booked();
    expect([log, shown()]).toEqual([[], [undefined]]);
  });

  it('[CA4] keeps key and token together until the server has said no to the token', async () => {
    const { log } = await opened({
      tokens: [token('t-1'), token('t-1', true), token('t-2'), token('t-3')],
      schedule: [refusal(7041, { retryAfter: 60 }), refusal(7043), refusal(7043)],
    });
    await confirm();
    await panel.user.click(await panel.view.findByRole('button', { name: 'Try again' }));
    // The repeated token had become too old: another one is got without asking anybody; a new one that is refused is not.
    await panel.view.findByText("We couldn't verify that you are a person. Please try again.");
    expect(shown()).toEqual(['t-1', 't-1', 't-2']);
    expect(new Set(keys()).size).toBe(1);
    expect(log.filter((entry) => entry === 'reset')).toHaveLength(2);
    await panel.user.click(panel.view.getByRole('button', { name: 'Try again' }));
    await booked();
    expect(shown().at(-1)).toBe('t-3');
    expect(new Set(keys()).size).toBe(2);
  });

  it('[CA4] a page that knew of no captcha asks for a token when the server does', async () => {
    await opened({ tokens: [token('t-1')], schedule: [refusal(7043)], offer: null });
    await confirm();
    await booked();
    expect(shown()).toEqual([undefined, 't-1']);
  });

  it("[CA4] the server's no is told where no token can be had", async () => {
    await opened({ tokens: [error('not-configured')], schedule: [refusal(7043)], offer: null });
    await confirm();
    expect(await panel.view.findByText("We couldn't verify that you are a person. Please try again.")).toBeTruthy();
    expect(shown()).toEqual([undefined]);
  });

  it.each(['unreachable', 'dismissed', 'failed'] as const)('[CA4] "%s" is told, sends nothing, and may be tried again', async (reason) => {
    await opened({ tokens: [error(reason), token('t-1')], schedule: [] });
    await confirm();
    const alert = await panel.view.findByText(`words for ${reason}`);
    expect([alert.closest('[role=alert]') !== null, shown()]).toEqual([true, []]);
    expect(panel.heard.at(-1)?.name).toBe('rejected');
    await panel.user.click(panel.view.getByRole('button', { name: 'Try again' }));
    await booked();
  });

  it('[CA4] nobody blames the connection while pictures are looked at', async () => {
    const { show, plugin } = await opened({ tokens: [], schedule: [] });
    const asking = (at: 'asking' | 'solved'): void => show({ provider: 'recaptcha-v2-invisible', state: { at }, terms: false });
    plugin.registerCommand('token', () => asking('asking'));
    await confirm();
    await panel.view.findByRole('button', { name: 'Sending…' });
    await panel.environment.advance(60_000);
    expect(panel.view.queryByText('The connection is slow.')).toBeNull();
    asking('solved');
    // The request goes out when it comes to it; its time counts from then on.
    await waitFor(async () => {
      await panel.environment.advance(4_000);
      expect(panel.view.getByText('The connection is slow.')).toBeTruthy();
    });
  });

  it('[CA4] what stands beside the checkbox already is not said twice', async () => {
    await opened({ tokens: [error('unsolved', true), token('t-1')], schedule: [] });
    await confirm();
    await waitFor(() => expect(panel.names()).toContain('rejected'));
    expect(panel.view.queryByText('words for unsolved')).toBeNull();
    expect(panel.view.getByRole('button', { name: 'Confirm' }).getAttribute('aria-disabled')).toBeNull();
    await confirm();
    await booked();
  });
});

describe('the place of the captcha', () => {
  const box = (state: CaptchaView['state']): CaptchaView => ({ provider: OFFER.provider, state, terms: false });

  it.each([
    [{ at: 'loading' }, 'Loading the check that you are a person…', 'status', false],
    [{ at: 'expired' }, 'The check has run out. Please tick the box again.', 'alert', false],
    [{ at: 'refused', reason: 'unsolved' }, 'Please tick the box, then confirm again.', 'alert', false],
    [{ at: 'refused', reason: 'unreachable' }, /couldn’t be loaded/, 'alert', true],
    [{ at: 'refused', reason: 'failed' }, /didn’t work/, 'alert', true],
  ] as const)('[CA4] says %o', async (state, text, role, mayRetry) => {
    const { log, show } = await opened({ tokens: [], schedule: [] });
    show(box(state));
    const words = await panel.view.findByText(text);
    expect(words.closest(`[role=${role}]`)).toBeTruthy();
    const again = panel.view.queryByRole('button', { name: 'Try again' });
    expect(again !== null).toBe(mayRetry);
    if (again) await panel.user.click(again);
    expect(log.at(-1)).toBe(mayRetry ? 'prepare again' : 'prepare k');
    show(box({ at: 'solved' }));
    await waitFor(() => expect(panel.view.queryByText(text)).toBeNull());
  });

  it("[CA4] shows the provider's terms where its badge is hidden, in the panel's language", async () => {
    const { show } = await opened({ tokens: [], schedule: [] });
    show({ provider: 'recaptcha-v3', state: { at: 'waiting' }, terms: true });
    const terms = await panel.view.findByRole('link', { name: 'Privacy Policy' });
    expect(terms.parentElement?.textContent).toBe(
      'This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.',
    );
    show({ provider: 'recaptcha-v3', state: { at: 'waiting' }, terms: false });
    await waitFor(() => expect(panel.view.queryByRole('link', { name: 'Privacy Policy' })).toBeNull());
  });

  it('[WI7] stands after the fields and before the buttons, in the form and in the picker', async () => {
    await opened({ tokens: [], schedule: [] });
    const isBetween = (): boolean => {
      const slot = panel.find('slot[name=captcha]');
      const follows = (one: Element, other: Element): boolean => (one.compareDocumentPosition(other) & 4) !== 0;
      return follows(panel.find('input, [role=radio], .picker'), slot) && follows(slot, panel.find('.foot'));
    };
    expect(isBetween()).toBe(true);
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.view.findByRole('option', { name: '2:30 PM' });
    expect(isBetween()).toBe(true);
  });
});

describe('its texts', () => {
  const english = CAPTCHA_TEXTS['en'] ?? {};

  it.each(Object.entries(CAPTCHA_TEXTS))(
    '[WI8] are all there in %s, none left in English, the links in their places',
    (language, texts) => {
      expect(Object.keys(texts)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(texts)) {
        expect(text).toMatch(/^\S.*\S$/);
        expect(text).not.toMatch(/['"]|\.\.\./);
        if (language !== 'en') expect(text).not.toBe((english as Record<string, string>)[key]);
      }
      expect(texts.Terms.match(/<%(?:Privacy|Service)%>/g)?.sort()).toEqual(['<%Privacy%>', '<%Service%>']);
    },
  );

  it("[WI8] follow the panel's language, and the site's own go before", () => {
    panel = setUpPanel();
    expect(Object.keys(CAPTCHA_TEXTS)).toHaveLength(12);
    expect(captchaText('Not-unsolved', createTranslator({ lang: 'de-AT' }))).toMatch(/Häkchen/);
    expect(captchaText('PrivacyPolicy', createTranslator({ lang: 'sv' }))).toBe('Privacy Policy');
    const own = { ringback: { CaptchaExpired: 'Once more, please' } };
    expect(captchaText('Expired', createTranslator({ lang: 'de', overrides: [own] }))).toBe('Once more, please');
  });
});
