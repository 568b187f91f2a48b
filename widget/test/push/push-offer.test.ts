import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { PUSH_TEXTS, pushText } from '../../src/i18n/push-texts.js';
import { createTranslator } from '../../src/i18n/translate.js';
import type { PushRefusal } from '../../src/plugins/push/protocol.js';
import { REQUEST } from '../gallery/states.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from '../callback/open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

const OFFER = 'Tell me when it’s my turn';

/** A booked request, and a Push whose answers are in the test's hands. */
async function booked({
  refusal,
  permission = 'default',
  ...setup
}: PanelSetup & { refusal?: PushRefusal; permission?: NotificationPermission } = {}) {
  panel = setUpPanel(setup);
  const push = panel.bus.registerPlugin('Push');
  if (!push) throw new Error('taken');
  const pressed: string[] = [];
  push.registerCommand('status', ({ deferred }) => deferred.resolve({ permission, enabled: false }));
  push.registerCommand('enable', ({ deferred }) => {
    pressed.push('enable');
    if (refusal) deferred.reject({ reason: refusal, message: '' });
    else deferred.resolve({ target: 't' });
  });
  push.ready();
  await panel.open({ form: { phonenumber: '+12125550134' } });
  await panel.user.click(await panel.view.findByRole('button', { name: 'Confirm' }));
  await panel.view.findByRole('heading', { name: "You're booked in!" });
  panel.service.say(REQUEST);
  return { push, pressed };
}
const offer = () => panel.view.queryByRole('button', { name: OFFER });

describe('the offer of messages', () => {
  it('[PU4] stands there only once the site makes it, says why, and asks nobody before it is pressed', async () => {
    const { push, pressed } = await booked();
    expect(offer()).toBeNull();
    push.republish('offered');
    expect(await panel.view.findByRole('button', { name: OFFER })).toBeTruthy();
    expect(panel.view.getByText('Your browser asks first. We only send messages about this call.')).toBeTruthy();
    expect(pressed).toEqual([]);
    await panel.user.click(panel.view.getByRole('button', { name: OFFER }));
    expect(await panel.view.findByText('We’ll tell you, even when this page is closed.')).toBeTruthy();
    expect([pressed, offer()]).toEqual([['enable'], null]);
    expect(panel.focused()?.className).toBe('push');
  });

  it('[PU4] is not made to those who have denied it', async () => {
    const { push } = await booked({ permission: 'denied' });
    push.republish('offered');
    await panel.environment.settle();
    await waitFor(() => expect(panel.view.getByRole('button', { name: 'Cancel call' })).toBeTruthy());
    expect(offer()).toBeNull();
  });

  it.each([
    ['denied', /blocked for this site/, false],
    ['dismissed', /No messages then/, true],
    ['failed', /couldn’t be switched on/, true],
    ['unsupported', /can’t show messages/, false],
    ['not-configured', /aren’t available/, false],
  ] as const)('[PU4] survives "%s": the booking stands, and the way on is told', async (refusal, text, again) => {
    const { push } = await booked({ refusal });
    push.republish('offered');
    await panel.user.click(await panel.view.findByRole('button', { name: OFFER }));
    const note = await panel.view.findByText(text);
    expect(note.closest('[role=status]')).toBeTruthy();
    expect([offer() !== null, panel.view.queryByRole('button', { name: 'Cancel call' }) !== null]).toEqual([again, true]);
  });

  it('[PU4] is gone with the request', async () => {
    const { push } = await booked();
    push.republish('offered');
    await panel.view.findByRole('button', { name: OFFER });
    panel.service.say({ ...REQUEST, state: 'COMPLETED', reason: 'AGENT_CONNECTED', version: 9 });
    await waitFor(() => expect(offer()).toBeNull());
  });
});

describe('its texts', () => {
  const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ja', 'zh', 'ar', 'he'];

  it('[WI8] are there in every language, all of them, none left in English', () => {
    panel = setUpPanel();
    expect(Object.keys(PUSH_TEXTS)).toEqual(LANGUAGES);
    const english = PUSH_TEXTS['en'] ?? {};
    for (const [language, texts] of Object.entries(PUSH_TEXTS)) {
      expect(Object.keys(texts)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(texts)) {
        expect(text).toMatch(/^\S.*\S$/);
        expect(text).not.toMatch(/['"]|\.\.\./);
        if (language !== 'en') expect(text).not.toBe((english as Record<string, string>)[key]);
      }
    }
  });

  it("[WI8] follow the panel's language, and the site's own go before", () => {
    panel = setUpPanel();
    const own = { ringback: { PushOffer: 'Ping me' } };
    expect(pushText('Offer', createTranslator({ lang: 'de-AT' }))).toBe('Bescheid geben, wenn ich dran bin');
    expect(pushText('Offer', createTranslator({ lang: 'sv' }))).toBe(OFFER);
    expect(pushText('Offer', createTranslator({ lang: 'de', overrides: [own] }))).toBe('Ping me');
  });
});
