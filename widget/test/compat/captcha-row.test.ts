import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaptchaView } from '../../src/plugins/recaptcha/protocol.js';
import { OPEN } from '../gallery/states.js';
import { setUpCompat } from './open-compat.js';

let compat: Awaited<ReturnType<typeof setUpCompat>>;
afterEach(() => compat.dispose());

const captcha = { provider: 'recaptcha-v2-checkbox', siteKey: 'k', scriptUrl: 'https://www.google.com/recaptcha/api.js' } as const;
const row = (): HTMLElement => document.querySelector('.cx-captcha') as HTMLElement;

describe("a captcha in the vendor's form", () => {
  it('[CA4] [WI6] takes its place in the page, says what is to be done, and goes with the form', async () => {
    compat = await setUpCompat({ answers: { offers: () => ({ ...OPEN, captcha }) } });
    const plugin = compat.bus.registerPlugin('Recaptcha');
    if (!plugin) throw new Error('taken');
    const places: (HTMLElement | undefined)[] = [];
    let isBegun: boolean | undefined;
    plugin.registerCommand('prepare', ({ data, deferred }) => {
      places.push(data.container);
      isBegun = data.isBegun;
      deferred.resolve();
    });
    plugin.ready();
    const show = (state: CaptchaView['state'], terms = false): void =>
      plugin.republish('changed', { provider: captcha.provider, state, terms });
    await compat.bus.command('Callback.open');
    await waitFor(() => expect(places).toHaveLength(1));
    expect([places[0]?.closest('form.cx-form') !== null, places[0]?.getRootNode()]).toEqual([true, document]);
    show({ at: 'refused', reason: 'unreachable' });
    expect(row().querySelector('[role=alert]')?.textContent).toContain('couldn’t be loaded');
    const again = row().querySelector('button') as HTMLButtonElement;
    expect(again.hidden).toBe(false);
    again.click();
    await waitFor(() => expect(places).toHaveLength(2));
    expect(places[1]).toBe(places[0]);
    show({ at: 'waiting' }, true);
    expect([row().querySelector('[role=alert]')?.textContent, again.hidden]).toEqual(['', true]);
    expect([...row().querySelectorAll('a')].map(({ textContent }) => textContent)).toEqual(['Privacy Policy', 'Terms of Service']);
    expect(isBegun).toBe(undefined);
    compat.type('#cx_form_callback_firstname', 'Ada');
    await waitFor(() => expect(isBegun).toBe(true));
    await compat.bus.command('Callback.close');
    expect(document.querySelector('.cx-captcha')).toBeNull();
  });

  it('[CA4] sites without one have an empty place', async () => {
    compat = await setUpCompat();
    await compat.bus.command('Callback.open');
    expect(row().textContent?.trim()).toBe('Try again');
    expect((row().querySelector('button') as HTMLButtonElement).hidden).toBe(true);
  });
});
