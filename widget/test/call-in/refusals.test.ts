import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaptchaState } from '../../src/plugins/recaptcha/protocol.js';
import { openPage, type CallInPage, type PageSetup } from './call-in-page.js';

let page: CallInPage;
afterEach(() => page.leave());
const open = async (setup?: PageSetup): Promise<CallInPage> => {
  page = await openPage(setup);
  await page.bus.command('CallIn.open');
  await page.environment.settle();
  return page;
};
/** `start` is refused with where things stand. */
const start = (): Promise<unknown> =>
  Promise.resolve(page.bus.command('CallIn.start', { phonenumber: '+12125550134' })).catch((status: unknown) => status);
const alertText = (): string => page.mount().querySelector('[role=alert]')?.textContent ?? '';

describe('what the server refuses', () => {
  it.each([
    [{ status: 429, code: 7041, retryAfter: 95 }, 'There are too many requests right now. Please try again in 1:35.'],
    [{ status: 429, code: 7041 }, 'There are too many requests right now. Please try again in a moment.'],
    [{ status: 400, code: 7042 }, 'We are closed at the moment. '],
    [{ status: 400, code: 7043 }, 'We couldn’t verify that you are a person. Please try again. '],
    [{ status: 400, code: 7040 }, 'This page is not set up for calls. Please tell the site owner. '],
    [{ status: 401, code: 1103 }, 'This page is not set up for calls. Please tell the site owner. '],
    [{ status: 400, code: 501 }, 'That didn’t work. Please try again. '],
  ])('[WI5] %j is said in the widget’s own words, and can be tried again', async (refusal, words) => {
    const { server, reach, names } = await open();
    server.refuse(refusal);
    expect(await start()).toMatchObject({ state: 'over', end: 'refused', code: refusal.code });
    expect(alertText()).toBe(words);
    expect(names()).toEqual(['opened', 'submitted', 'rejected']);
    server.refuse(undefined);
    await page.press('Keep my place');
    await page.shown('Number 2 in line');
    expect(page.mount().querySelector('h3')).toBeNull();
    await server.say(server.turn());
    await reach('It’s your turn');
  });

  it.each([
    [7030, 'Please enter a valid phone number.'],
    [7036, 'We can’t take calls from this number. Please try another one.'],
    [7037, 'We can’t take calls from this number. Please try another one.'],
  ])('[WI5] %d marks the number, which gets the focus', async (code, words) => {
    const { server, mount } = await open();
    server.refuse({ status: 400, code });
    await start();
    const input = mount().querySelector('input');
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    expect(mount().querySelector('.below')?.textContent).toBe(words);
    expect((mount().getRootNode() as ShadowRoot).activeElement).toBe(input);
  });

  it('[CI3] a refused turn leaves the turn, with the reason', async () => {
    const { server, press } = await open();
    await start();
    await server.say(server.turn());
    server.refuse({ status: 429, code: 7041, retryAfter: 20 });
    await press('Get the number');
    expect(alertText()).toContain('Please try again in 0:20.');
    server.refuse(undefined);
    await press('Get the number');
    await page.reach('Call this number');
  });

  it('[WI5] without a network it waits, says so, and goes on by itself', async () => {
    const { environment, server } = await open();
    environment.isOnline = false;
    await start();
    expect(page.mount().textContent).toContain('You seem to be offline.');
    environment.isOnline = true;
    await environment.advance(2_000);
    await page.shown('Number 2 in line');
    expect(server.sent('callbacks')).toHaveLength(1);
  });
});

describe('what is known before', () => {
  it('[WI11] closed: said with the next opening, and nothing can be asked for', async () => {
    const { mount, server, press } = await open({ offers: { open: false, nextOpening: '2026-11-24T13:00:00Z' } });
    expect(mount().textContent).toContain('Closed now');
    expect(mount().textContent).toMatch(/We open again: Tuesday/);
    expect(mount().querySelector('.go')?.getAttribute('aria-disabled')).toBe('true');
    await press('Keep my place');
    expect(server.bodies).toEqual([]);
  });

  it('[WI11] what could not be asked stands in nobody’s way', async () => {
    await open({ offers: new Error('down') });
    expect(await start()).toMatchObject({ state: 'waiting' });
  });

  it('[CA1] each request takes a captcha token along, where the site wants one', async () => {
    const captcha = { provider: 'recaptcha-v3', siteKey: 'k' } as never;
    const { server, tokens, press, element } = await open({ offers: { captcha } });
    await start();
    expect(server.sent('callbacks')).toMatchObject([{ captchaToken: 'captcha-1' }]);
    await server.say(server.turn());
    await press('Get the number');
    expect(server.sent('call-in')).toMatchObject([{ captchaToken: 'captcha-2' }]);
    expect(tokens).toEqual([
      { offer: captcha, container: element() },
      { offer: captcha, container: element() },
    ]);
  });

  it('[CA1] a captcha that was not solved leaves the word to the server', async () => {
    const { server, environment } = await open({
      offers: { captcha: { provider: 'recaptcha-v3', siteKey: 'k' } as never },
      captcha: 'fails',
    });
    server.refuse({ status: 400, code: 7043 });
    await start();
    expect(alertText()).toContain('verify that you are a person');
    expect(environment.warnings).toHaveLength(1);
  });
});

describe('a captcha in the panel', () => {
  const captcha = { provider: 'recaptcha-v2-checkbox', siteKey: 'k' } as never;
  const say = (state: CaptchaState, terms = false): void =>
    page.recaptcha.republish('changed', { provider: terms ? 'recaptcha-v3' : 'recaptcha-v2-checkbox', state, terms });
  const shows = (text: string): Promise<void> => waitFor(() => expect(page.mount().textContent).toContain(text));

  it('[CA4] a box that is not ticked sends nothing and is said where it stands; then the number comes', async () => {
    const section = { serviceName: 'App_VQ', way: 'immediate' };
    const { server, press, captcha: box } = await open({ section, offers: { captcha, callIn: { groupName: 'help' } }, captcha: 'held' });
    say({ at: 'refused', reason: 'unsolved' });
    await press('Get the number');
    expect(server.bodies).toEqual([]);
    await shows('Please tick the box');
    expect(alertText()).toBe('');
    box.is = 'passes';
    await press('Get the number');
    expect(server.sent('call-in')).toMatchObject([{ captchaToken: 'captcha-2' }]);
  });

  it('[CA4] a script that is blocked is said, and tried again in this panel and not in another', async () => {
    const { press, prepared, element } = await open({ offers: { captcha } });
    say({ at: 'refused', reason: 'unreachable' });
    await shows('couldn’t be loaded');
    await press('Try again');
    expect(prepared.at(-1)).toEqual({ container: element() });
  });

  it('[CA4] the provider’s terms are shown where its badge is hidden', async () => {
    await open({ offers: { captcha } });
    say({ at: 'idle' }, true);
    await shows('This site is protected by reCAPTCHA');
  });
});

it('[WI12][WI8] a caller whom the site has not signed for is told what to do, in their language', async () => {
  const { server } = await open({ lang: 'fr' });
  server.refuse({ status: 400, code: 7046 });
  await start();
  await waitFor(() => expect(alertText()).toContain('Reconnectez-vous ou rechargez la page.'));
});

describe('what the site wants to see first', () => {
  const CHECK = { id: 'check', way: 'sms', digits: 6, triesLeft: 5, expiresAt: '2030-01-01T00:00:00.000Z', resendAfter: 30 };
  const asked = { status: 400, code: 7044, data: { numberCheck: CHECK } };
  const typed = (code: string): void => {
    const input = page.mount().querySelector<HTMLInputElement>('input[name=numbercheckcode]') ?? expect.fail('no code is asked for');
    input.value = code;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };

  it.each([
    ['a place', { serviceName: 'App_VQ' }, 'callbacks/create', 'Number 2 in line'],
    ['a number at once', { serviceName: 'App_VQ', way: 'immediate' }, 'call-in', 'Call this number'],
  ] as const)(
    '[SE5] %s: the code that reaches the number is asked for, a wrong one is said, the right one goes through',
    async (_, section, path, end) => {
      const { server, environment } = await open({ section, offers: { numberCheck: 'sms', callIn: { groupName: 'help' } } });
      server.refuse(asked);
      expect(await start()).toMatchObject({ code: 7044 });
      await page.reach('Confirm your number');
      expect(page.mount().textContent).toMatch(/We’ve sent a 6-digit code to .*555.*Please type it here\./);
      expect((page.mount().getRootNode() as ShadowRoot).activeElement?.getAttribute('autocomplete')).toBe('one-time-code');
      server.refuse({ status: 400, code: 7045, data: { numberCheck: { ...CHECK, triesLeft: 4 } } });
      typed('111111');
      await page.shown('That code isn’t right. Please check it.');
      server.refuse(undefined);
      typed('048213');
      await page.shown(end);
      expect(server.sent(path).slice(0, 3)).toEqual([
        expect.not.objectContaining({ numberCheckId: 'check' }),
        expect.objectContaining({ numberCheckId: 'check', numberCheckCode: '111111' }),
        expect.objectContaining({ numberCheckId: 'check', numberCheckCode: '048213' }),
      ]);
      await environment.settle();
    },
  );

  it('[SE5] another code may be asked for, one that is over begins anew, and the number can be changed', async () => {
    const { server, environment, press, resent } = await open();
    server.refuse(asked);
    expect(await start()).toMatchObject({ code: 7044 });
    await environment.advance(30_000);
    await press('Send a new code');
    await page.shown('A new code is on its way.');
    expect(resent).toEqual([{ numberCheckId: 'check', phonenumber: '+12125550134', serviceName: 'App_VQ' }]);
    server.refuse({ status: 400, code: 7045 });
    typed('111111');
    await page.shown('This code is no longer valid. Please ask for a new one.');
    server.refuse(asked);
    (page.mount().querySelector<HTMLElement>('.rb-code .go') ?? expect.fail('no way on')).click();
    await page.shown('A new code is on its way.');
    expect(server.sent('callbacks/create').at(-1)).not.toHaveProperty('numberCheckId');
    await press('Change number');
    await page.reach('The line waits, not you');
  });

  it('[WI12] what the site has signed goes along; a token that is not good is said to the developer, and the request goes unsigned', async () => {
    const { server, environment } = await open({ identity: 'a.b.c' });
    server.refuse({ status: 400, code: 7046 });
    expect(await start()).toMatchObject({ code: 7046 });
    expect(server.sent('callbacks/create')).toMatchObject([{ identity: 'a.b.c' }, expect.not.objectContaining({ identity: 'a.b.c' })]);
    expect(JSON.stringify(environment.warnings)).toContain('identity was refused');
    server.refuse(undefined);
    await start();
    expect(server.sent('callbacks/create').at(-1)).toMatchObject({ identity: 'a.b.c' });
  });
});

describe('languages', () => {
  const modules = import.meta.glob<Record<string, string>>('../../src/i18n/call-in/*.json', { eager: true, import: 'default' });
  const packs = Object.entries(modules).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts] as const);
  const placeholders = (text = ''): string[] => [...text.matchAll(/<%\w+%>/g)].map(([found]) => found).sort();

  it('[WI8] every language of the panel has these texts', () => {
    expect(packs.map(([tag]) => tag)).toEqual(['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt-BR', 'zh-CN']);
  });

  it.each(packs)('[WI8] %s says all that English says, with its values, and nothing in English', async (tag, texts) => {
    await open();
    const { loadCallInTexts } = await import('../../src/i18n/call-in-texts.js');
    const english = await loadCallInTexts('en');
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, words] of Object.entries(english)) {
      expect([key, placeholders(texts[key])]).toEqual([key, placeholders(words)]);
      expect([key, texts[key]]).not.toEqual([key, words]);
      expect(texts[key]).toBe(texts[key]?.trim());
      expect(texts[key]).not.toMatch(/['"]|\.\.\.|\t|\n/);
    }
    expect(await loadCallInTexts(tag)).toEqual(texts);
  });

  it('[WI8] [WI7] from right to left; number and code stay as they are dialled', async () => {
    const { mount, bus } = await open({ section: { groupName: 'help' }, lang: 'ar' });
    await bus.command('CallIn.start');
    expect(mount().dir).toBe('rtl');
    expect(mount().textContent).toContain('اتصل بهذا الرقم');
    for (const part of ['.to', '.digits']) expect(mount().querySelector(part)?.getAttribute('dir')).toBe('ltr');
  });

  it('[WI8] the site’s own words go before ours', async () => {
    const { mount } = await open({ texts: { Title: 'Ring the lamp makers' } });
    expect(mount().querySelector('h2')?.textContent).toBe('Ring the lamp makers');
  });
});
