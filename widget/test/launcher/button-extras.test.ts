import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLauncher } from '../../src/launcher/create-launcher.js';
import { setBadge, setLabel } from '../../src/launcher/button-extras.js';

let launcher: HTMLElement;
beforeEach(() => {
  launcher = createLauncher({ document, config: {}, onIntent: () => {}, onPress: () => Promise.resolve() });
});
afterEach(() => launcher.remove());
const button = () => launcher.shadowRoot?.querySelector('button') ?? expect.fail('no button');

describe('the button', () => {
  it('[WI8] says its words in the language of the widget', () => {
    setLabel(launcher, 'اطلب مكالمة', { lang: 'ar', direction: 'rtl' });
    expect(button().textContent).toBe('اطلب مكالمة');
    expect([button().lang, button().dir]).toEqual(['ar', 'rtl']);
    expect(button().querySelector('svg')).not.toBeNull();
  });
  it('[WI8] keeps the focus while its words change', () => {
    button().focus();
    setLabel(launcher, 'Rückruf anfordern', { lang: 'de', direction: 'ltr' });
    expect(launcher.shadowRoot?.activeElement).toBe(button());
    expect(button().textContent).toBe('Rückruf anfordern');
  });
  it('[WI14] has one badge while a request runs, which is said too, and none after', () => {
    setBadge(launcher, 'your call is booked');
    setBadge(launcher, 'your call is booked');
    expect(button().textContent).toBe('Receive a Call, your call is booked');
    setBadge(launcher, undefined);
    expect(button().textContent).toBe('Receive a Call');
    setBadge(launcher, 'your call is booked');
    expect(launcher.shadowRoot?.adoptedStyleSheets).toHaveLength(2);
  });
  it('[WI1] is not missed where the site wants none', () => {
    expect(() => {
      setLabel(undefined, 'x', { lang: 'en', direction: 'ltr' });
      setBadge(undefined, 'x');
      setBadge(undefined, undefined);
    }).not.toThrow();
  });
});
